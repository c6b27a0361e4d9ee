package dev.intercepts.agent.proxy;

import dev.intercepts.agent.message.FrameBoundary;
import dev.intercepts.agent.routes.Destination;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 of which everything goes one way: passed on unread. When that changes, the client is asked to go on with another
 * connection (GOAWAY with NO_ERROR and the highest stream, RFC 9113 §6.8): streams that are open finish here, and no request
 * is lost.
 */
final class Http2PassThrough implements Stage {

    /** Length 8, type GOAWAY, no flags, stream 0; last stream 2^31-1, NO_ERROR. */
    private static final byte[] GO_AWAY = {0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, -1, -1, -1, 0, 0, 0, 0};

    private final ClientConnection client;
    private final Joined joined;
    private final FrameBoundary boundary = new FrameBoundary();
    private Destination destination;
    private boolean asked;

    Http2PassThrough(ClientConnection client, Upstream upstream, @Nullable ByteBuf held) {
        this.client = client;
        this.joined = new Joined(client, upstream, held, false);
        this.destination = upstream.destination();
    }

    @Override
    public void begin() {
        joined.begin();
    }

    @Override
    public void upstreamBytes(Upstream upstream, ByteBuf bytes) {
        int taken = 0;
        while (taken < bytes.readableBytes()) {
            taken += boundary.take(bytes, taken);
            if (boundary.open() && goAwayDue()) {
                joined.upstreamBytes(upstream, bytes.readRetainedSlice(taken));
                taken = 0;
                goAway();
            }
        }
        joined.upstreamBytes(upstream, bytes);
    }

    private boolean goAwayDue() {
        return !asked
                && (client.draining()
                        || client.routes().perRequest()
                        || !client.routes().whole().equals(destination));
    }

    private void goAway() {
        asked = true;
        client.write(Unpooled.wrappedBuffer(GO_AWAY));
    }

    @Override
    public void reconsider() {
        if (boundary.open() && goAwayDue()) {
            goAway();
            client.flush();
        }
    }

    @Override
    public void upstreamFailed(Upstream upstream, Throwable cause) {
        joined.upstreamFailed(upstream, cause);
        destination = Destination.APP;
    }

    @Override
    public void clientBytes(ByteBuf bytes) {
        joined.clientBytes(bytes);
    }

    @Override
    public void clientEnd() {
        joined.clientEnd();
    }

    @Override
    public void clientWritable() {
        joined.clientWritable();
    }

    @Override
    public void upstreamOpen(Upstream upstream) {
        joined.upstreamOpen(upstream);
    }

    @Override
    public void upstreamEnd(Upstream upstream) {
        joined.upstreamEnd(upstream);
    }

    @Override
    public void upstreamLost(Upstream upstream) {
        joined.upstreamLost(upstream);
    }

    @Override
    public void upstreamWritable(Upstream upstream) {
        joined.upstreamWritable(upstream);
    }

    @Override
    public boolean busy() {
        return joined.busy();
    }

    @Override
    public void release() {
        joined.release();
    }
}
