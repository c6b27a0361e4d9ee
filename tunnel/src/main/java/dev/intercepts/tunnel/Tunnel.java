package dev.intercepts.tunnel;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One live, authenticated HTTP/2 connection. Streams are opened by one side only, which the dialler chose. */
public interface Tunnel extends StreamOpener {

    /** Who is at the other end, as the authenticator of the accepting side put it. */
    Peer peer();

    /** Whether {@link #open} is for this side; else streams come to the {@link StreamAcceptor}. */
    boolean opensStreams();

    /** Whether either side has announced that it goes away; no new stream should be opened. */
    boolean draining();

    /** Where the connection and all its streams run; who relays between connections prefers equal ones. */
    EventLoop eventLoop();

    /**
     * Whether {@link #open} may succeed. A draining tunnel can still serve until its replacement is there; prefer one that
     * does not drain.
     */
    default boolean mayOpen() {
        return opensStreams() && !draining();
    }

    /** Streams that are open now. */
    int activeStreams();

    /**
     * Announces the end, lets open streams finish and closes; what is still open after the time limit is reset.
     *
     * @return completes when the connection is closed
     */
    CompletionStage<Void> drain(Duration limit);

    /** Completes when the connection is gone, for whatever reason. */
    CompletionStage<Void> closed();

    /** Closes at once; open streams are reset. */
    void close();
}
