package dev.intercepts.agent.proxy;

import dev.intercepts.agent.message.FirstBytes;
import dev.intercepts.agent.message.FrameBoundary;
import dev.intercepts.agent.routes.Destination;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has just come. Where the port sends all connections one way, that way is dialled at once, so that
 * protocols in which the server speaks first work; meanwhile the first bytes tell what the client speaks.
 */
final class Arrival implements Stage {

    /** How long a client of a destination that is not there may take to show whether an answer in HTTP helps it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ClientConnection client;
    private @Nullable Destination wanted;
    private @Nullable Upstream early;
    private @Nullable ByteBuf held;

    Arrival(ClientConnection client) {
        this.client = client;
    }

    @Override
    public void begin() {
        if (client.routes().perRequest()) {
            client.later(client.limits().idleTime(), this, client::close);
        } else {
            wanted = client.routes().whole();
            early = client.upstream(wanted);
        }
        client.reading(true);
    }

    @Override
    public void clientBytes(ByteBuf bytes) {
        boolean first = held == null;
        held = ClientConnection.append(client.allocator(), held, bytes);
        ByteBuf seen = held;
        switch (FirstBytes.of(seen, client.limits().headBytes())) {
            case UNDECIDED -> {
                if (first) {
                    client.later(client.limits().headTime(), this, () -> join(false));
                }
            }
            case HTTP1 -> client.become(new Http1(client, take()));
            case HTTP2 -> http2();
            case OTHER -> join(false);
        }
    }

    private void http2() {
        if (client.routes().perRequest()) {
            client.handOver(Objects.requireNonNull(take()));
        } else {
            client.become(new Http2PassThrough(
                    client, destined(), take(), client.routes().whole()));
        }
    }

    private void join(boolean clientEnded) {
        client.become(new Joined(client, destined(), take(), clientEnded));
    }

    /** The connection that was dialled at once, unless the routes have changed since. */
    private Upstream destined() {
        Destination whole = client.routes().whole();
        return early != null && whole.equals(wanted) ? early : client.upstream(whole);
    }

    private @Nullable ByteBuf take() {
        ByteBuf bytes = held;
        held = null;
        return bytes;
    }

    @Override
    public void clientEnd() {
        if (early == null && held == null) {
            client.close();
        } else {
            join(true);
        }
    }

    @Override
    public void clientWritable() {}

    @Override
    public void upstreamOpen(Upstream upstream) {}

    @Override
    public void upstreamFailed(Upstream upstream, Throwable cause) {
        switch (Failure.of(upstream.destination(), cause)) {
            case Failure.AppInstead() -> early = client.upstream(Destination.APP);
            case Failure.Told ignored -> {
                early = null;
                client.later(GRACE, this, client::reset);
            }
        }
    }

    @Override
    public void upstreamBytes(Upstream upstream, ByteBuf bytes) {
        boolean http2 = FrameBoundary.settings(bytes);
        Destination asked = wanted == null ? upstream.destination() : wanted;
        client.become(
                http2
                        ? new Http2PassThrough(client, upstream, take(), asked)
                        : new Joined(client, upstream, take(), false));
        client.stage().upstreamBytes(upstream, bytes);
    }

    @Override
    public void upstreamEnd(Upstream upstream) {
        client.become(new Joined(client, upstream, take(), false));
        client.stage().upstreamEnd(upstream);
    }

    @Override
    public void upstreamLost(Upstream upstream) {
        client.reset();
    }

    @Override
    public void upstreamWritable(Upstream upstream) {}

    @Override
    public void reconsider() {
        if (client.draining() && held == null) {
            client.close();
        }
    }

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public void release() {
        ByteBuf bytes = take();
        if (bytes != null) {
            bytes.release();
        }
    }
}
