package dev.intercepts.manager.uplink;

import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.intercepts.Decision.Ending;
import dev.intercepts.manager.sessions.Sessions;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.tunnel.StreamAcceptor;
import dev.intercepts.tunnel.StreamOpener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link to the hosted service; which one, or whether any, can change while the manager runs. */
public final class Uplink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    private final Parts parts;
    private final Times times;
    private @Nullable UplinkConfig config;
    private volatile @Nullable UplinkConnection connection;

    /**
     * What it is made of.
     *
     * @param version of the manager
     * @param cluster as it was seen last
     * @param decision the last one
     * @param acceptor takes the service's streams
     * @param sessions is told which laptops the service reaches
     * @param end carries out an order; may block
     */
    public record Parts(
            String version,
            Supplier<ClusterSnapshot> cluster,
            Supplier<Decision> decision,
            StreamAcceptor acceptor,
            Sessions sessions,
            Consumer<Ending> end) {

        void carryOut(ClusterOrders orders) {
            Reports.endings(orders, cluster.get()).forEach(ending -> {
                LOG.atInfo()
                        .addKeyValue("intercept", ending.intercept())
                        .addKeyValue("by", ending.by())
                        .log("Ending an intercept");
                end.accept(ending);
            });
        }
    }

    /**
     * How long it goes on without a word.
     *
     * @param reportEvery a report is sent at the latest after this, since its answer has the orders that were not heard
     * @param silence the service's events are asked for anew after this; it says something every 10 s
     */
    record Times(Duration reportEvery, Duration silence) {
        static final Times DEFAULT = new Times(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    public Uplink(Parts parts) {
        this(parts, Times.DEFAULT);
    }

    Uplink(Parts parts, Times times) {
        this.parts = parts;
        this.times = times;
    }

    /** Links to this service from now on; nothing changes if it does already. */
    public synchronized void use(UplinkConfig wanted) {
        if (wanted.equals(config)) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("cloud", wanted.cloudUrl())
                .addKeyValue("cluster", wanted.clusterId())
                .log("Linking to the hosted service");
        close();
        config = wanted;
        connection = UplinkConnection.start(wanted, parts, times);
    }

    /** Something changed that may have to be reported. Never blocks. */
    public void changed() {
        UplinkConnection current = connection;
        if (current != null) {
            current.changed();
        }
    }

    /** The way to laptops through the service. */
    public Optional<StreamOpener> relay() {
        UplinkConnection current = connection;
        return current == null ? Optional.empty() : current.relay();
    }

    /** Where it stands. */
    public UplinkState state() {
        UplinkConnection current = connection;
        return current == null ? UplinkState.NONE : current.state();
    }

    @Override
    public synchronized void close() {
        UplinkConnection current = connection;
        if (current != null) {
            current.close();
        }
        connection = null;
    }
}
