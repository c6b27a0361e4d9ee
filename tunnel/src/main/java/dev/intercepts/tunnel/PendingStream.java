package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that the peer opened, until it is answered. */
final class PendingStream extends ChannelDuplexHandler implements IncomingStream {

    private static final Logger LOG = LoggerFactory.getLogger(PendingStream.class);

    private final TunnelConnection tunnel;
    private final OpenStreams streams;
    private final StreamAcceptor acceptor;
    private final AtomicBoolean answered = new AtomicBoolean();

    private @Nullable ChannelHandlerContext context;
    private @Nullable StreamRequest request;
    private OpenStreams.@Nullable Entry activity;

    PendingStream(TunnelConnection tunnel, OpenStreams streams, StreamAcceptor acceptor) {
        this.tunnel = tunnel;
        this.streams = streams;
        this.acceptor = acceptor;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        // With AUTO_READ off one read brings one frame: the request.
        ctx.channel().config().setAutoRead(false);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        activity = streams.add(ctx.channel());
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof Http2HeadersFrame frame) || request != null) {
            ReferenceCountUtil.release(msg);
            return;
        }
        request = StreamHeadersCodec.request(frame.headers());
        if (request == null) {
            refuse(new StreamRefusal(400, Map.of(Refusals.REASON, "not-allowed")));
        } else {
            log(request);
            acceptor.onStream(this);
        }
    }

    /** A request can be followed from process to process by its trace (docs/decisions/0112). */
    private void log(StreamRequest asked) {
        LOG.atDebug()
                .addKeyValue("peer", tunnel.peer().id())
                .addKeyValue("authority", asked.authority())
                .addKeyValue("traceparent", asked.headers().get("traceparent"))
                .log("stream asked for");
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        // Held until it is accepted.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // A reset before the answer: the channel closes by itself, and whoever accepts later finds it closed.
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.atWarn().setCause(cause).addKeyValue("peer", tunnel.peer().id()).log("stream to {} failed", request);
        ctx.close();
    }

    @Override
    public StreamRequest request() {
        return Objects.requireNonNull(request);
    }

    @Override
    public Peer peer() {
        return tunnel.peer();
    }

    @Override
    public EventLoop eventLoop() {
        return channel().eventLoop();
    }

    @Override
    public Channel accept(ChannelHandler handler) {
        answer();
        EventLoop loop = eventLoop();
        if (loop.inEventLoop()) {
            accept0(handler);
        } else {
            loop.execute(() -> accept0(handler));
        }
        return channel();
    }

    private void accept0(ChannelHandler handler) {
        Channel channel = channel();
        if (!channel.isOpen()) {
            // The peer gave up meanwhile; the handler must not wait for an end that has already been.
            channel.pipeline().addLast(handler).fireChannelInactive();
            return;
        }
        Objects.requireNonNull(context).writeAndFlush(new DefaultHttp2HeadersFrame(StreamHeadersCodec.ok()));
        channel.config().setAutoRead(true);
        channel.pipeline().addLast(new StreamBytes(Objects.requireNonNull(activity)), handler);
        channel.pipeline().remove(this);
        if (channel.config().isAutoRead()) {
            channel.read();
        }
    }

    @Override
    public void refuse(StreamRefusal refusal) {
        answer();
        // Closing resets what the peer may have sent; the answer is written before.
        Objects.requireNonNull(context)
                .writeAndFlush(new DefaultHttp2HeadersFrame(StreamHeadersCodec.refusal(refusal), true))
                .addListener(sent -> channel().close());
    }

    private void answer() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("stream to " + request + " was answered before");
        }
    }

    private Channel channel() {
        return Objects.requireNonNull(context).channel();
    }

    @Override
    public String toString() {
        return "PendingStream[" + request + " from " + tunnel.peer().id() + "]";
    }
}
