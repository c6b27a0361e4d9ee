package dev.intercepts.manager;

import dev.intercepts.manager.agents.AgentApi;
import dev.intercepts.manager.agents.AgentAuthenticator;
import dev.intercepts.manager.agents.RouteBoard;
import dev.intercepts.manager.agents.TokenCache;
import dev.intercepts.manager.connectors.ConnectorApi;
import dev.intercepts.manager.http.HttpEndpoint;
import dev.intercepts.manager.intercepts.ClusterActions;
import dev.intercepts.manager.intercepts.ClusterApplier;
import dev.intercepts.manager.intercepts.ReconcileLoop;
import dev.intercepts.manager.intercepts.World;
import dev.intercepts.manager.kube.Cluster;
import dev.intercepts.manager.kube.ClusterWatch;
import dev.intercepts.manager.kube.Secrets;
import dev.intercepts.manager.sessions.Laptops;
import dev.intercepts.manager.sessions.ManagerStreams;
import dev.intercepts.manager.sessions.Reach;
import dev.intercepts.manager.sessions.SessionAuthenticator;
import dev.intercepts.manager.sessions.Sessions;
import dev.intercepts.manager.uplink.Uplink;
import dev.intercepts.manager.uplink.UplinkConfig;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.PodOwner;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.tunnel.Authenticator;
import dev.intercepts.tunnel.StreamAcceptor;
import dev.intercepts.tunnel.Tunnel;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only one replica of the manager does, from when it takes over until another does: it decides, writes statuses, and
 * carries all streams. Agents, connectors and the hosted service find nobody else listening, so all of them meet here.
 */
final class Duty implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(4);
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

    private final ManagerConfig config;
    private final Cluster cluster;
    private final ClusterWatch watch;
    private final InstantSource clock;
    private final Instant started;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<TunnelListener> listeners = new CopyOnWriteArrayList<>();
    private final ReconcileLoop loop = new ReconcileLoop(this::world);
    private final RouteBoard board;
    private final Sessions sessions;
    private final Uplink uplink;
    private final ManagerStreams streams;
    private final Reach reach = new Reach();
    private volatile ClusterSnapshot seen = ClusterSnapshot.EMPTY;

    private Duty(
            ManagerConfig config, Cluster cluster, ClusterWatch watch, ClusterActions actions, InstantSource clock) {
        this.config = config;
        this.cluster = cluster;
        this.watch = watch;
        this.clock = clock;
        this.started = clock.instant();
        this.board = new RouteBoard(started.toEpochMilli(), loop::wake);
        this.sessions = new Sessions(clock, config.timeToLive().plusHours(1), loop::wake);
        closing(this::drain);
        this.streams =
                new ManagerStreams(() -> seen, loop::current, new Laptops(sessions, () -> uplink().relay()), reach);
        this.uplink = closing(new Uplink(new Uplink.Parts(
                Version.CURRENT,
                () -> seen,
                loop::current,
                streams::fromCloud,
                sessions,
                ending -> actions.end(ending.intercept(), ending.by()))));
        ClusterApplier applier = closing(new ClusterApplier(actions, loop::wake));
        loop.onDecision(decision -> board.publish(decision.routes()));
        loop.onDecision(applier);
        loop.onDecision(decision -> uplink.changed());
    }

    /** The field, where a lambda of the constructor is made before it is set. */
    private Uplink uplink() {
        return uplink;
    }

    /** Where it listens. */
    record Addresses(int agentApi, int agentTunnel, int connectorTunnel, int connectorApi) {}

    /** A duty and where it listens. */
    record Begun(Duty duty, Addresses addresses) {}

    /**
     * Begins it, and returns when all its ports listen.
     *
     * @param others where this replica listens already
     * @throws RuntimeException if a port cannot be had or the API server does not answer
     */
    static Begun begin(
            ManagerConfig config,
            Cluster cluster,
            ClusterWatch watch,
            ClusterActions actions,
            InstantSource clock,
            List<InetSocketAddress> others) {
        Duty duty = new Duty(config, cluster, watch, actions, clock);
        others.forEach(duty.reach::exclude);
        try {
            return new Begun(duty, duty.listen());
        } catch (RuntimeException e) {
            duty.close();
            throw e;
        }
    }

    private Addresses listen() {
        Secrets secrets = cluster.secrets();
        TokenCache tokens = new TokenCache(cluster.tokenReviewer(), clock);
        ExecutorService blocking = closing(Executors.newVirtualThreadPerTaskExecutor());
        ManagerConfig.Ports ports = config.ports();
        String host = config.podHost();

        HttpEndpoint agentApi =
                closing(HttpEndpoint.bind(host, ports.agentApi(), null, new AgentApi(tokens, new KnownPods(), board)));
        // Before the port: streams that end by themselves are no failures to agents.
        closing(board);
        reach.exclude(agentApi.address());
        HttpEndpoint connectorApi = closing(HttpEndpoint.bind(
                config.connectorHost(),
                ports.connectorApi(),
                null,
                new ConnectorApi(
                        Version.CURRENT,
                        cluster::uid,
                        uplink::state,
                        wanted -> useUplink(secrets, wanted),
                        () -> seen,
                        loop::current,
                        board)));
        reach.exclude(connectorApi.address());
        TunnelListener agentTunnels = tunnels(
                host, ports.agentTunnel(), new AgentAuthenticator(tokens, blocking), tunnel -> {}, streams::fromAgent);
        TunnelListener connectorTunnels = tunnels(
                config.connectorHost(),
                ports.connectorTunnel(),
                new SessionAuthenticator(),
                this::connected,
                streams::fromLaptop);
        UplinkConfig.ofSecret(secrets.read(ClusterNames.UPLINK_SECRET)).ifPresent(uplink::use);
        closing(loop);
        loop.start();
        return new Addresses(
                agentApi.address().getPort(),
                agentTunnels.address().getPort(),
                connectorTunnels.address().getPort(),
                connectorApi.address().getPort());
    }

    /** The cluster has changed. */
    void wake() {
        loop.wake();
    }

    private TunnelListener tunnels(
            String host, int port, Authenticator authenticator, Consumer<Tunnel> onTunnel, StreamAcceptor acceptor) {
        TunnelListener listener = TunnelListener.bind(
                new TunnelListener.Config(host, port, null, TunnelSettings.DEFAULT), authenticator, onTunnel, acceptor);
        reach.exclude(listener.address());
        listeners.add(listener);
        return listener;
    }

    /** All at once, so that the limit holds for all. */
    private void drain() {
        List<CompletableFuture<Void>> drained = listeners.stream()
                .map(listener -> listener.drain(DRAIN).toCompletableFuture())
                .toList();
        try {
            CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
                    .get(DRAIN.toMillis() + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo().log("Some streams did not end in time");
        }
        listeners.forEach(TunnelListener::close);
    }

    private void connected(Tunnel tunnel) {
        if (tunnel.opensStreams()) {
            sessions.connected(tunnel);
        }
    }

    private void useUplink(Secrets secrets, UplinkConfig wanted) {
        secrets.write(ClusterNames.UPLINK_SECRET, wanted.toSecret());
        uplink.use(wanted);
    }

    private Optional<World> world() {
        if (!watch.ready()) {
            return Optional.empty();
        }
        seen = watch.snapshot();
        return Optional.of(new World(
                seen,
                board.agents(),
                sessions.view(),
                started,
                clock.instant(),
                new World.Limits(config.grace(), config.timeToLive())));
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    /** Drains tunnels for at most four seconds and ends. */
    @Override
    public void close() {
        TrafficManager.closeAll(parts);
    }

    /** What agents' API knows of pods. */
    private final class KnownPods implements AgentApi.Pods {
        @Override
        public boolean ready() {
            return watch.ready();
        }

        @Override
        public Optional<PodOwner> owner(PodRef pod) {
            return watch.owner(pod);
        }
    }
}
