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
    private final Destination wanted;
    private boolean due;
    private boolean asked;

    /**
     * Joins the client to an upstream that is there or being dialled.
     *
     * @param held what the client has sent and nobody has taken
     * @param wanted where the routes sent the connection; the app may stand in for a laptop that is away
     */
    Http2PassThrough(ClientConnection client, Upstream upstream, @Nullable ByteBuf held, Destination wanted) {
        this.client = client;
        this.joined = new Joined(client, upstream, held, false);
        this.wanted = wanted;
    }

    @Override
    public void begin() {
        joined.begin();
        reconsider();
    }

    @Override
    public void upstreamBytes(Upstream upstream, ByteBuf bytes) {
        int taken = 0;
        while (taken < bytes.readableBytes()) {
            taken += boundary.take(bytes, taken);
            if (due && !asked && boundary.open()) {
                joined.upstreamBytes(upstream, bytes.readRetainedSlice(taken));
                taken = 0;
                goAway();
            }
        }
        joined.upstreamBytes(upstream, bytes);
    }

    private void goAway() {
        asked = true;
        client.write(Unpooled.wrappedBuffer(GO_AWAY));
    }

    @Override
    public void reconsider() {
        due = client.draining()
                || client.routes().perRequest()
                || !client.routes().whole().equals(wanted);
        if (due && !asked && boundary.open()) {
            goAway();
            client.flush();
        }
    }

    @Override
    public void upstreamFailed(Upstream upstream, Throwable cause) {
        joined.upstreamFailed(upstream, cause);
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
