package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

/** Connects to whoever answers. */
@FunctionalInterface
public interface Dialer {

    /**
     * Connects.
     *
     * @param destination to whom
     * @param handler added before any byte arrives
     * @param loop preferred event loop; the channel may be on another
     * @return fails with an {@link java.io.IOException}; for a laptop as {@link dev.intercepts.tunnel.StreamOpener#open} does
     */
    Future<Channel> dial(Destination destination, ChannelHandler handler, EventLoop loop);
}
