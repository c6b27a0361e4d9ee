package dev.intercepts.manager.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection of HTTP/1.1 on which a request's body does not come within a time, wanted or not, answered or not. */
final class BodyTime extends ChannelInboundHandlerAdapter {

    private final Duration time;
    private @Nullable Future<?> late;

    BodyTime(Duration time) {
        this.time = time;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            stop();
            late = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (message instanceof LastHttpContent) {
            stop();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    private void stop() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
    }
}
