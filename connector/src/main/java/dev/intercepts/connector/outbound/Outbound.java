package dev.intercepts.connector.outbound;

import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.tunnel.StreamOpener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads connections of any program to the cluster's names and addresses into the cluster, where there are the rights for it
 * (decision 200). It follows what changes meanwhile: another network with other name servers, a VPN that comes up over the same
 * addresses, somebody who takes the rules away.
 */
public final class Outbound implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);
    private static final long LOOK_MILLIS = 2_000;
    private static final OutboundState NOT_CONNECTED =
            OutboundState.off(List.of(), "not connected to a cluster", "run `telepresence connect`");

    private final StreamOpener cluster;
    private final Supplier<List<String>> shortNamesIn;
    private final RandomGenerator random;
    private final Map<String, String> environment;
    private @Nullable Running running;
    private volatile OutboundState state = NOT_CONNECTED;

    /**
     * Makes it; nothing is changed before {@link #start}.
     *
     * @param cluster the way in
     * @param shortNamesIn namespaces in which names without a dot are looked up
     * @param environment of this process
     */
    public Outbound(
            StreamOpener cluster,
            Supplier<List<String>> shortNamesIn,
            RandomGenerator random,
            Map<String, String> environment) {
        this.cluster = cluster;
        this.shortNamesIn = shortNamesIn;
        this.random = random;
        this.environment = environment;
    }

    /** How it stands. */
    public OutboundState state() {
        return state;
    }

    /** Leads connections into this cluster from now on, if that can be; {@link #state} tells. Returns after the first try. */
    public synchronized void start(Supplier<ClusterView> view, NetworkOptions options) {
        stop();
        if (options.proxyOnly()) {
            state = OutboundState.off(List.of(), "not wanted", null);
            return;
        }
        Redirection redirection =
                new Redirection(cluster, shortNamesIn, random, environment, NetworkRights.current(), options);
        OutboundState refusal = redirection.cannot();
        if (refusal != null) {
            state = refusal;
            return;
        }
        Running started = new Running(redirection, view);
        running = started;
        started.look();
        Thread.ofVirtual().name("outbound").start(started);
    }

    /** Leaves the laptop's network as it was. Returns when that is so. */
    public synchronized void stop() {
        Running there = running;
        running = null;
        if (there != null) {
            there.end();
        }
        state = NOT_CONNECTED;
    }

    @Override
    public void close() {
        stop();
    }

    /** Looks now and then whether what the rules were made from still holds. */
    private final class Running implements Runnable {

        private final Redirection redirection;
        private final Supplier<ClusterView> view;
        private final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable ClusterView last;
        private int looks;

        Running(Redirection redirection, Supplier<ClusterView> view) {
            this.redirection = redirection;
            this.view = view;
        }

        @Override
        public void run() {
            try {
                while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    synchronized (this) {
                        if (ended.getCount() > 0) {
                            look();
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void look() {
            OutboundState before = state;
            try {
                // New namespaces and nodes count within half a minute.
                if (last == null || looks++ % 15 == 14) {
                    last = view.get();
                }
                state = redirection.follow(last);
            } catch (RuntimeException e) {
                // The session goes on without it, and the next look may go better.
                LOG.atWarn().setCause(e).log("outbound failed");
                state = OutboundState.off(List.of(), "it failed: " + e.getMessage(), "see the daemon's log");
            }
            if (!state.equals(before)) {
                LOG.atInfo()
                        .addKeyValue("ranges", state.ranges())
                        .addKeyValue("leftOut", state.leftOut())
                        .addKeyValue("reason", state.reason())
                        .log("outbound");
            }
        }

        void end() {
            ended.countDown();
            synchronized (this) {
                redirection.close();
            }
        }
    }
}
