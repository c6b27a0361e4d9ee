package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Two connections that are one from here on: every byte, half-close and reset is passed on, and nothing is read of what
 * the bytes mean.
 */
final class Joined implements Stage {

    private final ClientConnection client;
    private Upstream upstream;
    private @Nullable ByteBuf held;
    private boolean clientEnded;
    private boolean upstreamEnded;

    /**
     * Joins the client to an upstream that is there or being dialled.
     *
     * @param held what the client has sent and nobody has taken
     * @param clientEnded whether the client has said that nothing follows
     */
    Joined(ClientConnection client, Upstream upstream, @Nullable ByteBuf held, boolean clientEnded) {
        this.client = client;
        this.upstream = upstream;
        this.held = held;
        this.clientEnded = clientEnded;
    }

    @Override
    public void begin() {
        client.closeUpstreams(upstream);
        if (upstream.open()) {
            upstreamOpen(upstream);
        } else {
            hold();
        }
    }

    @Override
    public void upstreamOpen(Upstream opened) {
        ByteBuf bytes = held;
        held = null;
        if (bytes != null) {
            upstream.write(bytes);
            upstream.flush();
        }
        if (clientEnded) {
            upstream.shutdownOutput();
        }
        client.reading(upstream.writable());
        upstream.reading(client.writable());
    }

    @Override
    public void upstreamFailed(Upstream failed, Throwable cause) {
        switch (Failure.of(failed.destination(), cause)) {
            case Failure.AppInstead() -> upstream = client.upstream(Destination.APP);
            case Failure.Told ignored -> client.reset();
        }
    }

    @Override
    public void clientBytes(ByteBuf bytes) {
        if (upstream.open() || upstreamEnded) {
            upstream.write(bytes);
            upstream.flush();
            client.reading(upstream.writable());
        } else {
            held = ClientConnection.append(client.allocator(), held, bytes);
            hold();
        }
    }

    private void hold() {
        client.reading(held == null || held.readableBytes() < client.limits().heldBytes());
    }

    @Override
    public void clientEnd() {
        clientEnded = true;
        if (upstreamEnded) {
            client.close();
        } else if (upstream.open()) {
            upstream.shutdownOutput();
        }
    }

    @Override
    public void clientWritable() {
        upstream.reading(client.writable());
    }

    @Override
    public void upstreamBytes(Upstream from, ByteBuf bytes) {
        client.write(bytes);
        if (!client.writable()) {
            client.flush();
        }
        upstream.reading(client.writable());
    }

    @Override
    public void upstreamEnd(Upstream ended) {
        upstreamEnded = true;
        if (clientEnded) {
            client.close();
        } else {
            client.shutdownOutput();
        }
    }

    @Override
    public void upstreamLost(Upstream lost) {
        client.reset();
    }

    @Override
    public void upstreamWritable(Upstream which) {
        client.reading(upstream.writable());
    }

    @Override
    public void reconsider() {
        if (!client.routes().leadsTo(upstream.destination())) {
            client.reset();
        }
    }

    @Override
    public boolean busy() {
        return !(clientEnded && upstreamEnded);
    }

    @Override
    public void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
