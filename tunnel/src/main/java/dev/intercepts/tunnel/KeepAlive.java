package dev.intercepts.tunnel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends PINGs and notices a peer that has fallen silent. Anything that arrives counts as an answer. */
final class KeepAlive extends ChannelInboundHandlerAdapter {

    private final Liveness liveness;
    private final RandomGenerator random;
    private final Sweep sweep;
    private final Consumer<String> onDead;

    private long lastHeardNanos;
    private long nextPingNanos;
    private long wakeUpNanos;
    private long pings;
    private @Nullable Future<?> timer;

    /** Called at the start and at each wake-up, every few seconds. */
    interface Sweep {
        /** The event loop's clock. */
        void at(long nowNanos);
    }

    /**
     * For one connection.
     *
     * @param sweep called at the start and at each wake-up
     * @param onDead told in words when the peer is dead
     */
    KeepAlive(Liveness liveness, RandomGenerator random, Sweep sweep, Consumer<String> onDead) {
        this.liveness = liveness;
        this.random = random;
        this.sweep = sweep;
        this.onDead = onDead;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long now = now(ctx);
        lastHeardNanos = now;
        wakeUpNanos = now;
        nextPingNanos = now + liveness.pause(random).toNanos();
        sweep.at(now);
        sleep(ctx, now);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        lastHeardNanos = now(ctx);
        ctx.fireChannelReadComplete();
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

    private void wakeUp(ChannelHandlerContext ctx) {
        long now = now(ctx);
        if (liveness.overslept(now - wakeUpNanos)) {
            // This process stood still, not the peer: what the peer sent meanwhile is not read yet.
            lastHeardNanos = now;
            nextPingNanos = now;
        }
        if (liveness.dead(now - lastHeardNanos)) {
            onDead.accept(
                    "no answer for " + Duration.ofNanos(now - lastHeardNanos).toMillis() + " ms");
            return;
        }
        if (now - nextPingNanos >= 0) {
            ctx.channel().writeAndFlush(new DefaultHttp2PingFrame(++pings));
            nextPingNanos = now + liveness.pause(random).toNanos();
        }
        sweep.at(now);
        sleep(ctx, now);
    }

    private void sleep(ChannelHandlerContext ctx, long now) {
        long deathNanos = lastHeardNanos + liveness.timeout().toNanos();
        long delay = Math.max(0, Math.min(nextPingNanos - now, deathNanos - now));
        wakeUpNanos = now + delay;
        timer = ctx.executor().schedule(() -> wakeUp(ctx), delay, TimeUnit.NANOSECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }
}
