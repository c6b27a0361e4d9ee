package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;

/** What is done with the channels of streams. */
public final class Streams {

    private Streams() {}

    /** Half-closes: no more bytes will follow from this side. Works for stream channels and for sockets. */
    public static ChannelFuture shutdownOutput(Channel channel) {
        throw new UnsupportedOperationException(channel.toString());
    }

    /** Ends a stream (or a socket) with an error that the peer sees as such: RST_STREAM, or RST of TCP. */
    public static ChannelFuture reset(Channel channel) {
        throw new UnsupportedOperationException(channel.toString());
    }

    /**
     * A handler that passes all bytes, half-closes, resets and back-pressure on to {@code other}; put one into each of two
     * channels (streams or sockets, on the same event loop or not) to join them. Bytes are flushed when a read completes.
     */
    public static ChannelHandler spliceTo(Channel other) {
        throw new UnsupportedOperationException(other.toString());
    }

    /**
     * Answers an incoming stream by dialling a TCP target from its event loop and joining the two; refuses with the
     * reason where that fails.
     *
     * @param hop what {@code intercepts-hop} of a refusal says
     */
    public static void dial(IncomingStream stream, String host, int port, String hop) {
        throw new UnsupportedOperationException(stream.toString());
    }

    /** Answers an incoming stream by opening another and joining the two; a refusal is passed on as it is. */
    public static void forward(IncomingStream stream, StreamOpener to, StreamRequest request, String hop) {
        throw new UnsupportedOperationException(stream.toString());
    }
}
