package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing stream until it is answered: asks, waits, and then gives way to the caller's handler. Nothing beyond the answer
 * is read before that handler is there.
 */
final class StreamOpening extends ChannelDuplexHandler {

    private final StreamRequest request;
    private final ChannelHandler handler;
    private final Promise<Channel> promise;
    private final OpenStreams streams;
    private final Duration timeout;

    private OpenStreams.@Nullable Entry activity;
    private @Nullable Future<?> timer;
    private boolean answered;

    StreamOpening(
            StreamRequest request,
            ChannelHandler handler,
            Promise<Channel> promise,
            OpenStreams streams,
            Duration timeout) {
        this.request = request;
        this.handler = handler;
        this.promise = promise;
        this.streams = streams;
        this.timeout = timeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // With AUTO_READ off one read brings one frame: the answer, and no byte of what follows.
        ctx.channel().config().setAutoRead(false);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        activity = streams.add(ctx.channel());
        promise.addListener(done -> {
            if (done.isCancelled()) {
                fail(ctx, new IOException("given up"));
            }
        });
        timer = ctx.executor().schedule(() -> timedOut(ctx), timeout.toNanos(), TimeUnit.NANOSECONDS);
        ctx.writeAndFlush(new DefaultHttp2HeadersFrame(StreamHeadersCodec.request(request)))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        fail(ctx, notSent(sent.cause()));
                    }
                });
        ctx.read();
        ctx.fireChannelActive();
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        // Held until the caller's handler is in its place.
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof Http2HeadersFrame answer) || answered) {
            ReferenceCountUtil.release(msg);
            return;
        }
        int status = StreamHeadersCodec.status(answer.headers());
        if (status >= 200 && status < 300 && !answer.isEndStream()) {
            opened(ctx);
        } else {
            fail(ctx, new StreamRefusedException(request, StreamHeadersCodec.refusal(status, answer.headers())));
        }
    }

    private void opened(ChannelHandlerContext ctx) {
        answered = true;
        cancelTimer();
        Channel channel = ctx.channel();
        if (!promise.setUncancellable()) {
            ctx.close();
            return;
        }
        channel.config().setAutoRead(true);
        if (activity != null) {
            ctx.pipeline().addLast(new StreamBytes(activity));
        }
        ctx.pipeline().addLast(handler);
        promise.trySuccess(channel);
        ctx.pipeline().remove(this);
        if (channel.config().isAutoRead()) {
            channel.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            fail(ctx, new StreamResetException(reset.errorCode()));
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new IOException("the tunnel closed before " + request.authority() + " was answered"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, new IOException("stream to " + request.authority() + " failed", cause));
    }

    private void timedOut(ChannelHandlerContext ctx) {
        fail(ctx, new StreamRefusedException(request, Refusals.timeout()));
    }

    private void fail(ChannelHandlerContext ctx, IOException cause) {
        if (answered) {
            return;
        }
        answered = true;
        cancelTimer();
        promise.tryFailure(cause);
        ctx.close();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** HTTP/2 fails the first frame where the peer's limit of streams is reached or it has gone. */
    private IOException notSent(Throwable cause) {
        if (cause instanceof Http2Exception.StreamException) {
            return new StreamRefusedException(request, Refusals.overloaded());
        }
        return new IOException("could not ask for " + request.authority(), cause);
    }
}
