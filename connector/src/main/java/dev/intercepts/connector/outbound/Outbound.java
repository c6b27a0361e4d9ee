package dev.intercepts.connector.outbound;

import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.tunnel.StreamOpener;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Leads connections of any program to the cluster's names and addresses into the cluster, where there are the rights for it
 * (decision 200). It follows what changes meanwhile: another network with other name servers, a VPN that comes up over the same
 * addresses, somebody who takes the rules away.
 */
public final class Outbound implements AutoCloseable {

    private static final OutboundState NOT_CONNECTED =
            OutboundState.off(List.of(), "not connected to a cluster", "run `telepresence connect`");

    private final StreamOpener cluster;
    private final Supplier<List<String>> shortNamesIn;
    private final RandomGenerator random;
    private final Map<String, String> environment;
    private @Nullable Looks running;
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
        Looks started = new Looks(redirection, view, now -> state = now);
        running = started;
        started.look();
        Thread.ofVirtual().name("outbound").start(started);
    }

    /** Leaves the laptop's network as it was. Returns when that is so. */
    public synchronized void stop() {
        Looks there = running;
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
}
