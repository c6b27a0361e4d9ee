package dev.intercepts.agent.proxy;

import io.netty.buffer.ByteBuf;

/**
 * What a client's connection is doing at a time of its life, and what it makes of events meanwhile. All methods are called
 * on the client's event loop. Buffers that are passed in are the stage's to release.
 */
sealed interface Stage permits Arrival, Http1, Joined, Http2PassThrough, Lingering, Over {

    /** The connection has come to this stage. */
    void begin();

    /** The client sent bytes. */
    void clientBytes(ByteBuf bytes);

    /** The client will send no more (FIN). */
    void clientEnd();

    /** The client takes bytes again, or does not. */
    void clientWritable();

    /** A connection that was asked for is there. */
    void upstreamOpen(Upstream upstream);

    /** A connection that was asked for is not to be had. */
    void upstreamFailed(Upstream upstream, Throwable cause);

    /** Bytes of whoever answers. */
    void upstreamBytes(Upstream upstream, ByteBuf bytes);

    /** No more will follow from there (FIN). */
    void upstreamEnd(Upstream upstream);

    /** That connection is gone, without having ended in order. */
    void upstreamLost(Upstream upstream);

    /** It takes bytes again, or does not. */
    void upstreamWritable(Upstream upstream);

    /** Another table of routes holds, or the agent is going away. */
    void reconsider();

    /** Whether the client's leaving now breaks something off, so that upstreams must learn of it as an error. */
    boolean busy();

    /** The stage is over for good: releases what it holds. */
    void release();
}
