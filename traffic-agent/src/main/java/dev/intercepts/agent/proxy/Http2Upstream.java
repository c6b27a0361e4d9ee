package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.match.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 connection to whoever answers, by prior knowledge, over a socket or over a stream of the tunnel. */
final class Http2Upstream extends ChannelInboundHandlerAdapter {

    private final Limits limits;
    private final AtomicInteger streams = new AtomicInteger();
    private volatile boolean leaving;
    private @Nullable Future<Channel> connection;

    Http2Upstream(Limits limits) {
        this.limits = limits;
    }

    void dial(Dialer dialer, Destination destination, RequestHead asker, EventLoop loop) {
        connection = dialer.dial(
                destination,
                asker,
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Http2Codec.add(channel.pipeline(), false, limits, Http2Codec.noStreams());
                        channel.pipeline().addLast(Http2Upstream.this);
                    }
                },
                loop);
    }

    /** Whether streams may still be opened on it. */
    boolean usable() {
        Future<Channel> dialled = connection();
        return !leaving
                && (!dialled.isDone()
                        || (dialled.isSuccess() && dialled.getNow().isActive()));
    }

    /**
     * Opens a stream once the connection is there.
     *
     * @param handler of the stream
     * @param loop whose thread the result is told on
     */
    Future<Channel> open(ChannelHandler handler, EventLoop loop) {
        Promise<Channel> opened = loop.newPromise();
        connection().addListener(dialled -> {
            if (!dialled.isSuccess()) {
                opened.tryFailure(dialled.cause());
                return;
            }
            streams.incrementAndGet();
            new Http2StreamChannelBootstrap((Channel) dialled.getNow())
                    .handler(handler)
                    .open()
                    .addListener(stream -> {
                        if (stream.isSuccess()) {
                            Channel channel = (Channel) stream.getNow();
                            channel.closeFuture().addListener(ignored -> finished());
                            opened.trySuccess(channel);
                        } else {
                            finished();
                            opened.tryFailure(stream.cause());
                        }
                    });
        });
        return opened;
    }

    private void finished() {
        if (streams.decrementAndGet() == 0 && leaving) {
            close();
        }
    }

    /** Opens no more streams, and closes when those that are open have ended. */
    void closeWhenIdle() {
        leaving = true;
        if (streams.get() == 0) {
            close();
        }
    }

    /** Closes at once. */
    void close() {
        leaving = true;
        connection().addListener(dialled -> {
            if (dialled.isSuccess()) {
                ((Channel) dialled.getNow()).close();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (frame instanceof Http2GoAwayFrame) {
            closeWhenIdle();
        }
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private Future<Channel> connection() {
        return Objects.requireNonNull(connection);
    }
}
