package dev.intercepts.manager.uplink;

import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.uplink.CloudClient.RefusedException;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link to one hosted service: two kinds of tunnel, reports, orders; each is begun again when it breaks. */
final class UplinkConnection implements AutoCloseable {

    private static final Duration MIN_PAUSE = Duration.ofMillis(250);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(UplinkConnection.class);

    private final UplinkConfig config;
    private final Uplink.Parts parts;
    private final Uplink.Times times;
    private final CloudClient cloud;
    private final Semaphore changes = new Semaphore(0);
    private final List<Thread> threads;
    private volatile boolean closed;
    private volatile @Nullable String trouble;
    private volatile boolean refused;
    private volatile @Nullable TunnelDialer accepting;
    private volatile @Nullable TunnelDialer opening;
    private volatile Set<String> sessions = Set.of();

    private UplinkConnection(UplinkConfig config, Uplink.Parts parts, Uplink.Times times) {
        this.config = config;
        this.parts = parts;
        this.times = times;
        this.cloud = new CloudClient(config);
        this.threads = List.of(
                Thread.ofVirtual().name("uplink-tunnels").unstarted(() -> keepTrying(this::dial)),
                Thread.ofVirtual().name("uplink-reports").unstarted(() -> keepTrying(this::report)),
                Thread.ofVirtual().name("uplink-orders").unstarted(() -> keepTrying(this::follow)));
    }

    static UplinkConnection start(UplinkConfig config, Uplink.Parts parts, Uplink.Times times) {
        UplinkConnection connection = new UplinkConnection(config, parts, times);
        connection.threads.forEach(Thread::start);
        return connection;
    }

    void changed() {
        changes.release();
    }

    Optional<StreamOpener> relay() {
        TunnelDialer dialer = opening;
        return dialer != null && dialer.state() instanceof TunnelDialer.State.Connected
                ? Optional.of(dialer)
                : Optional.empty();
    }

    UplinkState state() {
        TunnelDialer accept = accepting;
        TunnelDialer open = opening;
        if (accept == null || open == null) {
            return new UplinkState(refused ? "refused" : "connecting", config.cloudUrl(), trouble);
        }
        UplinkState first = state(accept.state());
        return first.state().equals("connected") && !refused ? state(open.state()) : refused(first);
    }

    private UplinkState refused(UplinkState state) {
        return refused ? new UplinkState("refused", config.cloudUrl(), trouble) : state;
    }

    private UplinkState state(TunnelDialer.State state) {
        return switch (state) {
            case TunnelDialer.State.Connected ignored -> new UplinkState("connected", config.cloudUrl(), null);
            case TunnelDialer.State.Connecting(String reason) ->
                new UplinkState("connecting", config.cloudUrl(), reason);
            case TunnelDialer.State.Refused(int status, String message) ->
                new UplinkState("refused", config.cloudUrl(), status + " " + message);
            case TunnelDialer.State.Closed() -> new UplinkState("none", config.cloudUrl(), null);
        };
    }

    /** Something to do again and again, with the pause that a failure asks for. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    private void keepTrying(Attempt attempt) {
        Duration pause = MIN_PAUSE;
        while (!closed) {
            try {
                attempt.run();
                pause = MIN_PAUSE;
                refused = false;
                trouble = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException e) {
                if (closed) {
                    return;
                }
                refused = e instanceof RefusedException;
                trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                LOG.atWarn()
                        .addKeyValue("cloud", config.cloudUrl())
                        .addKeyValue("failure", trouble)
                        .log("The hosted service cannot be used; trying again");
                pause = longer(pause);
            }
            if (!sleep(pause)) {
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : twice;
    }

    /** Full jitter, so that clusters do not come back all at once. */
    private static boolean sleep(Duration longest) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest.toMillis()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Finds the tunnel port and dials; the dialers keep themselves up, so this ends only with the link. */
    private void dial() throws IOException, InterruptedException {
        Discovery discovery = cloud.discovery();
        TunnelDialer.Config to = new TunnelDialer.Config(
                URI.create(discovery.tunnelUrl()), CONNECTIONS, null, null, TunnelSettings.DEFAULT);
        TunnelDialer accept =
                TunnelDialer.start(to, () -> hello(Direction.ACCEPT), parts.acceptor(), state -> presence());
        TunnelDialer open = TunnelDialer.start(
                to,
                () -> hello(Direction.OPEN),
                stream -> {
                    throw new IllegalStateException("streams come on the other tunnel: " + stream.request());
                },
                state -> presence());
        accepting = accept;
        opening = open;
        presence();
        try {
            new Semaphore(0).acquire();
        } finally {
            accept.close();
            open.close();
        }
    }

    private Hello hello(Direction direction) {
        return new Hello(
                "cluster",
                direction,
                config.token(),
                parts.version(),
                Map.of("intercepts-cluster", config.clusterId()));
    }

    private void report() throws IOException, InterruptedException {
        // What a report lacks has ended: none may be sent before the cluster is known.
        while (parts.decision().get() == Decision.NONE) {
            changes.acquire();
        }
        ClusterReport last = null;
        long sent = 0;
        while (!closed) {
            // First, so that no change is taken for told that came while the report was made.
            changes.drainPermits();
            ClusterReport report = Reports.of(
                    parts.version(), parts.cluster().get(), parts.decision().get());
            long left = times.reportEvery().toNanos() - (System.nanoTime() - sent);
            if (report.equals(last) && left > 0) {
                changes.tryAcquire(left, TimeUnit.NANOSECONDS);
                continue;
            }
            sent = System.nanoTime();
            take(cloud.report(report));
            last = report;
            refused = false;
            trouble = null;
        }
    }

    private void follow() throws IOException, InterruptedException {
        cloud.orders(this::take, times.silence());
    }

    private void take(ClusterOrders orders) {
        sessions = new HashSet<>(orders.sessions());
        presence();
        parts.carryOut(orders);
    }

    /** A laptop that only the service reaches is there while the service is. */
    private void presence() {
        parts.sessions().relayed(!closed && relay().isPresent() ? sessions : Set.of());
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        cloud.close();
        presence();
    }
}
