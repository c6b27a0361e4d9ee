package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

/** Something that streams can be opened on: one tunnel, or the tunnels of a session. */
public interface StreamOpener {

    /**
     * Opens a stream. The channel of a stream carries {@code ByteBuf}s both ways with Netty's writability as back-pressure
     * (and {@code AUTO_READ} off holds the peer back by flow control). The peer's half-close arrives as {@link
     * io.netty.channel.socket.ChannelInputShutdownEvent}; {@link Streams#shutdownOutput} half-closes this side; {@code
     * close()} before both sides have half-closed resets the stream.
     *
     * @param request what is asked for
     * @param handler added to the stream's pipeline before any byte arrives
     * @return completes with the channel once the peer has answered 2xx; fails with {@link StreamRefusedException},
     *     {@link NoTunnelException}, or an {@link java.io.IOException} where the connection broke. The channel's event
     *     loop is the tunnel connection's.
     */
    Future<Channel> open(StreamRequest request, ChannelHandler handler);

    /** Like {@link #open(StreamRequest, ChannelHandler)}; prefers a connection on this event loop where there is one. */
    default Future<Channel> open(StreamRequest request, ChannelHandler handler, EventLoop preferred) {
        return open(request, handler);
    }
}
