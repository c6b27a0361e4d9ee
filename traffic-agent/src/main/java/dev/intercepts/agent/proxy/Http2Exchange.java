package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.stream.Hop;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request of an HTTP/2 connection and the answer to it. Frames are passed on as they are: fields, trailers, interim
 * answers, resets; reading follows writing on the other side. The state is the client's event loop's; frames of whoever
 * answers come over to it.
 */
final class Http2Exchange extends ChannelInboundHandlerAdapter {

    private final Http2Server server;
    private final Channel client;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private @Nullable Channel upstream;
    private @Nullable Destination destination;
    private boolean fromEdge;
    private boolean retried;
    private boolean requestEnded;
    private boolean answerBegun;
    private boolean answerEnded;
    private boolean over;

    Http2Exchange(Http2Server server, Channel client) {
        this.server = server;
        this.client = client;
    }

    // The client's side

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        requestEnded |= ends(frame);
        if (over) {
            ReferenceCountUtil.release(frame);
        } else if (upstream != null) {
            pass(frame, upstream);
        } else {
            waiting.add(frame);
            if (destination == null && frame instanceof Http2HeadersFrame head) {
                client.config().setAutoRead(false);
                fromEdge = AnsweredBy.throughEdge(head.headers());
                Http2Request request = new Http2Request(head.headers());
                open(server.routes().decide(request), request);
            }
        }
    }

    private void open(Destination chosen, Http2Request request) {
        destination = chosen;
        server.open(chosen, request, new Answering()).addListener(opened -> {
            if (over) {
                if (opened.isSuccess()) {
                    ((Channel) opened.getNow()).close();
                }
            } else if (opened.isSuccess()) {
                begin((Channel) opened.getNow());
            } else {
                failed(chosen, request, opened.cause());
            }
        });
    }

    private void begin(Channel stream) {
        upstream = stream;
        for (Object frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            pass(frame, stream);
        }
        stream.flush();
        client.config().setAutoRead(true);
    }

    private void failed(Destination chosen, Http2Request request, Throwable cause) {
        boolean connectionWasThere = cause instanceof java.nio.channels.ClosedChannelException;
        if (connectionWasThere && !retried) {
            retried = true;
            open(chosen, request);
            return;
        }
        switch (Failure.of(chosen, cause)) {
            case Failure.AppInstead() -> open(Destination.APP, request);
            case Failure.Told(int status, String hop, String detail) -> answer(new Answer(status, hop, detail));
        }
    }

    private void answer(Answer answer) {
        finish();
        Http2Headers headers = new DefaultHttp2Headers()
                .status(String.valueOf(answer.status()))
                .set("content-type", Answer.PROBLEM)
                .set(Answer.HOP_HEADER, answer.hop());
        client.write(new DefaultHttp2HeadersFrame(headers));
        boolean whole = requestEnded;
        client.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(answer.body()), true))
                .addListener(written -> {
                    if (!whole) {
                        // RFC 9113 §8.1: the answer is complete, and nobody wants the rest of the request.
                        client.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
                    }
                });
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (upstream != null) {
            upstream.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (upstream != null) {
            upstream.config().setAutoRead(client.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            resetUpstream(reset.errorCode());
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!(requestEnded && answerEnded)) {
            resetUpstream(Http2Error.CANCEL.code());
        }
        finish();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void resetUpstream(long code) {
        if (!over && upstream != null) {
            upstream.writeAndFlush(new DefaultHttp2ResetFrame(code));
        }
        finish();
    }

    private void finish() {
        over = true;
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    // The answer's side

    private void answerFrame(Object frame) {
        if (over) {
            ReferenceCountUtil.release(frame);
            return;
        }
        answerBegun = true;
        answerEnded |= ends(frame);
        if (fromEdge && destination instanceof Destination.Laptop && frame instanceof Http2HeadersFrame head) {
            AnsweredBy.mark(head.headers());
        }
        pass(frame, client);
        if (!client.isWritable()) {
            Objects.requireNonNull(upstream).config().setAutoRead(false);
        }
    }

    private void answerReset(long code) {
        if (!over) {
            finish();
            client.writeAndFlush(new DefaultHttp2ResetFrame(code));
        }
    }

    private void answerLost() {
        if (over || answerEnded) {
            return;
        }
        if (answerBegun) {
            answerReset(Http2Error.INTERNAL_ERROR.code());
        } else {
            Hop hop = Destination.APP.equals(destination) ? Hop.APP : Hop.LAPTOP;
            answer(new Answer(502, hop.token(), "The connection was lost before an answer began."));
        }
    }

    /** The stream to whoever answers. */
    private final class Answering extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            tell(exchange -> exchange.answerFrame(frame));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            tell(exchange -> exchange.client.flush());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            boolean writable = ctx.channel().isWritable();
            tell(exchange -> exchange.client.config().setAutoRead(writable));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                long code = reset.errorCode();
                tell(exchange -> exchange.answerReset(code));
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            tell(Http2Exchange::answerLost);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void tell(Consumer<Http2Exchange> event) {
            EventLoop loop = client.eventLoop();
            if (loop.inEventLoop()) {
                event.accept(Http2Exchange.this);
            } else {
                loop.execute(() -> event.accept(Http2Exchange.this));
            }
        }
    }

    private static boolean ends(Object frame) {
        return switch (frame) {
            case Http2HeadersFrame headers -> headers.isEndStream();
            case Http2DataFrame data -> data.isEndStream();
            default -> false;
        };
    }

    /**
     * Writes the frame to another stream; a frame belongs to one stream, so the other gets one of its own. The last one is
     * flushed at once: where it ends a stream both ways, no completed read follows.
     */
    private static void pass(Object frame, Channel to) {
        boolean last = ends(frame);
        switch (frame) {
            case Http2HeadersFrame headers ->
                to.write(new DefaultHttp2HeadersFrame(headers.headers(), headers.isEndStream()));
            case Http2DataFrame data -> to.write(new DefaultHttp2DataFrame(data.content(), data.isEndStream()));
            case ReferenceCounted other -> other.release();
            default -> {}
        }
        if (last) {
            to.flush();
        }
    }
}
