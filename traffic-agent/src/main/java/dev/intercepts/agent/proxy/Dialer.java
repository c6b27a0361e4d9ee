package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.match.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Connects to whoever answers. */
@FunctionalInterface
public interface Dialer {

    /**
     * Connects.
     *
     * @param destination to whom
     * @param asker the request that needs the connection first, whose trace it tells of; {@code null} for bytes of another kind
     * @param handler added before any byte arrives
     * @param loop preferred event loop; the channel may be on another
     * @return fails with an {@link java.io.IOException}; for a laptop as {@link dev.intercepts.tunnel.StreamOpener#open} does
     */
    Future<Channel> dial(Destination destination, @Nullable RequestHead asker, ChannelHandler handler, EventLoop loop);
}
