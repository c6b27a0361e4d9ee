package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http2.StreamChannel;
import dev.intercepts.cloud.edge.http2.StreamMessages;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's HTTP/2 connection: gives each stream a channel in which a {@link VisitorConnection} reads it like a connection of
 * HTTP/1.1 with one request (docs/decisions/0111). Frames, flow control and header compression are Netty's.
 */
final class VisitorStreams extends ChannelInboundHandlerAdapter implements Deadlines.Timed {

    private final EdgeParts parts;
    private final Reception reception;
    private final @Nullable String serverName;
    private final int window;
    private final Map<Http2FrameStream, StreamChannel> streams = new IdentityHashMap<>();
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private boolean unflushed;
    private final Outflow outflow = new Outflow();
    private long waiting;
    private volatile long deadline = Deadlines.NEVER;

    /**
     * For a connection whose preface has been read.
     *
     * @param serverName the host that TLS was set up for, or {@code null}
     * @param window bytes that each stream may send ahead
     */
    VisitorStreams(EdgeParts parts, Reception reception, @Nullable String serverName, int window) {
        this.parts = parts;
        this.reception = reception;
        this.serverName = serverName;
        this.window = window;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "used before it was added to a channel");
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        idle();
        parts.deadlines().add(this);
        if (!parts.addresses().enter(ctx.channel().remoteAddress())) {
            ctx.close();
            return;
        }
        // One upload that stalls must not stop the others: the connection's window holds those of all streams.
        ctx.write(new DefaultHttp2WindowUpdateFrame(
                window * (parts.config().limits().streamsPerConnection() - 1)));
        ctx.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        parts.deadlines().remove(this);
        parts.addresses().leave(ctx.channel().remoteAddress());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        List.copyOf(streams.values()).forEach(StreamChannel::lost);
        streams.clear();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        switch (message) {
            case Http2HeadersFrame head -> pass(ctx, head);
            case Http2DataFrame data -> pass(ctx, data);
            case Http2ResetFrame reset -> lost(reset.stream());
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void pass(ChannelHandlerContext ctx, Http2StreamFrame frame) {
        StreamChannel channel = streams.get(frame.stream());
        if (channel == null && frame instanceof Http2HeadersFrame && isOpen(frame.stream())) {
            channel = open(ctx, frame.stream());
        }
        if (channel != null) {
            channel.arrived(frame);
        } else {
            if (frame instanceof Http2DataFrame data) {
                ctx.write(new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
                unflushed = true;
            }
            ReferenceCountUtil.release(frame);
        }
    }

    /** Not so where this side has answered, reset or closed it: what still comes for it is of no use. */
    private static boolean isOpen(Http2FrameStream stream) {
        return stream.state() == Http2Stream.State.OPEN || stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE;
    }

    private StreamChannel open(ChannelHandlerContext ctx, Http2FrameStream stream) {
        StreamChannel channel = new StreamChannel(ctx.channel(), new Side(stream));
        streams.put(stream, channel);
        deadline = Deadlines.NEVER;
        channel.pipeline()
                .addLast(new StreamMessages(), new VisitorConnection(parts, reception).securedFor(serverName));
        ctx.channel().eventLoop().register(channel);
        return channel;
    }

    private void lost(Http2FrameStream stream) {
        StreamChannel channel = streams.remove(stream);
        if (channel != null) {
            channel.lost();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        if (unflushed) {
            unflushed = false;
            ctx.flush();
        }
        ctx.fireChannelReadComplete();
    }

    private void flush() {
        if (reading) {
            unflushed = true;
        } else {
            context().flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2FrameStreamException broken) {
            reset(broken.stream(), broken.error());
        } else if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
            ctx.close();
        }
        // An error of the connection: the codec says which (GOAWAY) and closes.
    }

    private void reset(Http2FrameStream stream, Http2Error error) {
        lost(stream);
        context().write(new DefaultHttp2ResetFrame(error).stream(stream));
        flush();
    }

    private void idle() {
        outflow.moved(waiting);
        deadline = outflow.limit(parts);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public EventLoop eventLoop() {
        return context().channel().eventLoop();
    }

    @Override
    public void expired() {
        if (outflow.moved(waiting)) {
            idle();
            return;
        }
        deadline = Deadlines.NEVER;
        context().close();
    }

    @Override
    public void everySecond() {
        // Answers leave the connection after their streams' channels have closed.
        if (outflow.moved(waiting) && deadline != Deadlines.NEVER) {
            idle();
        }
    }

    /** This connection as one stream's channel sees it, perhaps from another event loop. */
    private final class Side implements StreamChannel.Connection {

        private final Http2FrameStream stream;

        Side(Http2FrameStream stream) {
            this.stream = stream;
        }

        private void run(Runnable task) {
            Relocation.run(eventLoop(), task);
        }

        @Override
        public void send(StreamChannel channel, List<Http2StreamFrame> frames) {
            run(() -> {
                frames.forEach(frame -> write(channel, frame));
                flush();
            });
        }

        private void write(StreamChannel channel, Http2StreamFrame frame) {
            int size = frame instanceof Http2DataFrame data ? data.initialFlowControlledBytes() : 0;
            boolean last = frame instanceof Http2DataFrame data
                    ? data.isEndStream()
                    : frame instanceof Http2HeadersFrame head && head.isEndStream();
            waiting += size;
            var written = context().write(frame.stream(stream));
            if (size > 0 || last) {
                written.addListener(done -> {
                    waiting -= size;
                    channel.sent(size);
                    if (last) {
                        answered();
                    }
                });
            }
        }

        /** RFC 9113 §8.1: an answer that needs no more of the request ends the stream without an error. */
        private void answered() {
            if (stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
                reset(stream, Http2Error.NO_ERROR);
            }
        }

        @Override
        public void consumed(int bytes) {
            run(() -> {
                context().write(new DefaultHttp2WindowUpdateFrame(bytes).stream(stream));
                flush();
            });
        }

        @Override
        public void abort(Http2Error error) {
            run(() -> reset(stream, error));
        }

        @Override
        public void closed() {
            run(() -> {
                streams.remove(stream);
                if (streams.isEmpty()) {
                    idle();
                }
            });
        }
    }
}
