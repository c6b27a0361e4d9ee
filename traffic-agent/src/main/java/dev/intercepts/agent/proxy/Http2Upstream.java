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
import io.netty.handler.codec.http2.Http2SettingsFrame;
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
    private final Runnable changed;
    private final AtomicInteger streams = new AtomicInteger();
    private volatile boolean leaving;
    /** How many streams the peer takes at a time; 0 until it has told that it takes any. */
    private volatile long most;

    private @Nullable Future<Channel> connection;

    /**
     * Not yet dialled.
     *
     * @param changed called on any thread when there may be more room, or none ever again
     */
    Http2Upstream(Limits limits, Runnable changed) {
        this.limits = limits;
        this.changed = changed;
    }

    Future<Channel> dial(Dialer dialer, Destination destination, RequestHead asker, EventLoop loop) {
        Future<Channel> dialling = dialer.dial(
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
        connection = dialling;
        return dialling;
    }

    /** Whether streams may still be opened on it. */
    boolean usable() {
        Future<Channel> dialled = connection();
        return !leaving
                && (!dialled.isDone()
                        || (dialled.isSuccess() && dialled.getNow().isActive()));
    }

    /** Whether the peer has told how many streams it takes. */
    boolean told() {
        return most > 0;
    }

    /** Whether it takes one more stream: the first one need not wait for the peer's SETTINGS. */
    boolean room() {
        return streams.get() < Math.max(1, most);
    }

    /**
     * Opens a stream once the connection is there.
     *
     * @param handler of the stream
     * @param opened told the result on its own event loop
     */
    void open(ChannelHandler handler, Promise<Channel> opened) {
        streams.incrementAndGet();
        connection().addListener(dialled -> {
            if (!dialled.isSuccess()) {
                finished();
                opened.tryFailure(dialled.cause());
                return;
            }
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
    }

    private void finished() {
        if (streams.decrementAndGet() == 0 && leaving) {
            close();
        }
        changed.run();
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
            changed.run();
        } else if (frame instanceof Http2SettingsFrame settings) {
            Long told = settings.settings().maxConcurrentStreams();
            if (told != null || most == 0) {
                most = told == null ? Long.MAX_VALUE : told;
                changed.run();
            }
        }
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        changed.run();
        ctx.fireChannelInactive();
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
