package dev.intercepts.connector.link;

import dev.intercepts.connector.contract.Product;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The direct route: the session's tunnels to the Traffic Manager, one kind for each direction, through a local port that leads
 * there.
 */
public final class ManagerLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagerLink.class);
    private static final int ACCEPTING = 2;
    private static final int OPENING = 1;

    private final Object changes = new Object();
    private final TunnelDialer accepting;
    private final TunnelDialer opening;

    private ManagerLink(int localPort, String sessionToken, LaptopStreams streams, TunnelSettings settings) {
        URI uri = URI.create("http://127.0.0.1:" + localPort);
        this.accepting = TunnelDialer.start(
                new TunnelDialer.Config(uri, ACCEPTING, null, null, settings),
                () -> hello(Direction.ACCEPT, sessionToken),
                streams,
                state -> changed("accept", state));
        this.opening = TunnelDialer.start(
                new TunnelDialer.Config(uri, OPENING, null, null, settings),
                () -> hello(Direction.OPEN, sessionToken),
                stream -> {
                    throw new IllegalStateException("the manager opened a stream on the laptop's own direction");
                },
                state -> changed("open", state));
    }

    /**
     * Starts dialling.
     *
     * @param localPort leads to the manager's port for connectors' tunnels
     */
    public static ManagerLink start(
            int localPort, String sessionToken, LaptopStreams streams, TunnelSettings settings) {
        return new ManagerLink(localPort, sessionToken, streams, settings);
    }

    /** Opens streams to the cluster: {@code host:port} as the Traffic Manager resolves it. */
    public StreamOpener cluster() {
        return opening;
    }

    /** Whether the laptop can reach into the cluster. */
    public boolean clusterReachable() {
        return LinkState.up(opening.state());
    }

    /** How the direct route stands. */
    public TunnelDialer.State state() {
        return accepting.state();
    }

    /**
     * Waits until both directions are up.
     *
     * @return whether they are
     */
    public boolean awaitUp(long limitMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        synchronized (changes) {
            while (!LinkState.up(accepting.state()) || !LinkState.up(opening.state())) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(changes, left);
            }
        }
        return true;
    }

    @Override
    public void close() {
        accepting.close();
        opening.close();
    }

    private void changed(String direction, TunnelDialer.State state) {
        LOG.atInfo()
                .addKeyValue("direction", direction)
                .addKeyValue("state", LinkState.words(state))
                .log("tunnel to the manager");
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    private static Hello hello(Direction direction, String sessionToken) {
        return new Hello("session", direction, sessionToken, Product.version(), Map.of());
    }
}
