package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http2.StreamChannel;
import dev.intercepts.tunnel.Streams;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Tells from look to look whether bytes that were written leave; it costs nothing but the looks. */
final class Outflow {

    private long seen;

    /** Bytes that were written to a channel, or to the connection behind a stream, and have not left. On any thread. */
    static long waiting(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long here = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        return channel instanceof StreamChannel stream ? here + stream.handedOver() : here;
    }

    /** Closes a channel, so that what has not left it by now is seen to be missing. */
    static void giveUp(Channel channel) {
        if (waiting(channel) > 0) {
            Streams.reset(channel);
        } else {
            channel.close();
        }
    }

    /**
     * Whether bytes have moved since the last look.
     *
     * @param waiting bytes that have not left by now
     */
    boolean moved(long waiting) {
        boolean moved = waiting != seen;
        seen = waiting;
        return moved;
    }

    /** A new time limit after a look: for the next bytes to leave, or for the next request where none wait. */
    long limit(EdgeParts parts) {
        EdgeConfig.Times times = parts.config().times();
        return parts.deadlines().in((seen > 0 ? times.sending() : times.keepAlive()).toNanos());
    }
}
