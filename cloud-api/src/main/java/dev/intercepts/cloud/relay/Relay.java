package dev.intercepts.cloud.relay;

import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.IncomingStream;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.Tunnel;
import dev.intercepts.tunnel.TunnelGroup;
import dev.intercepts.tunnel.TunnelListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the tunnels of clusters and laptops on a port of its own, and joins those of one organization. */
public final class Relay implements ClusterTunnels, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final Pattern SESSION_AUTHORITY = Pattern.compile("([0-9a-f]{32})\\.session:[0-9]{1,5}");

    private final LiveTunnels clusters;
    private final LiveTunnels sessions;
    /** Tunnels that clusters open streams on: nothing is opened into them, but they end with the cluster's token. */
    private final LiveTunnels uplinks = new LiveTunnels(key -> {}, key -> {});

    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("relay-", 0).factory());
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("relay-events").factory());
    private final Consumer<TunnelEvent> events;
    private volatile Set<String> revoked = Set.of();
    private @Nullable TunnelListener listener;

    private Relay(Consumer<TunnelEvent> events) {
        this.events = events;
        this.clusters = new LiveTunnels(
                key -> tell(new TunnelEvent.ClusterConnected(key.organization(), key.id())),
                key -> tell(new TunnelEvent.ClusterDisconnected(key.organization(), key.id())));
        this.sessions = new LiveTunnels(
                key -> tell(new TunnelEvent.SessionConnected(key.organization(), key.id())),
                key -> tell(new TunnelEvent.SessionDisconnected(key.organization(), key.id())));
    }

    /**
     * Starts to accept.
     *
     * @param config where and how
     * @param credentials decides who comes in, on virtual threads
     * @param events told who has come and gone, in order, on a virtual thread
     */
    public static Relay start(
            TunnelListener.Config config, TunnelCredentials credentials, Consumer<TunnelEvent> events) {
        Relay relay = new Relay(events);
        relay.listener = TunnelListener.bind(
                config, new RelayAuthenticator(credentials, relay.blocking), relay::arrived, relay::join);
        return relay;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener().address();
    }

    @Override
    public @Nullable StreamOpener find(String organizationId, String clusterId, String sessionId) {
        if (revoked(clusterId)) {
            return null;
        }
        TunnelGroup cluster = clusters.find(new LiveTunnels.Key(organizationId, clusterId));
        return cluster != null ? cluster : sessions.find(new LiveTunnels.Key(organizationId, sessionId));
    }

    @Override
    public boolean revoked(String clusterId) {
        return revoked.contains(clusterId);
    }

    /** Says which clusters nothing leads into, not even by way of a laptop; those that are not named are open again. */
    public void revoke(Set<String> clusterIds) {
        revoked = Set.copyOf(clusterIds);
    }

    /** Whether streams can be opened into the cluster itself. */
    public boolean clusterConnected(String organizationId, String clusterId) {
        return clusters.find(new LiveTunnels.Key(organizationId, clusterId)) != null;
    }

    /** Whether a laptop can be reached. */
    public boolean sessionConnected(String organizationId, String sessionId) {
        return sessions.find(new LiveTunnels.Key(organizationId, sessionId)) != null;
    }

    /** The organization's sessions whose laptops can be reached now. */
    public List<String> sessions(String organizationId) {
        return sessions.of(organizationId);
    }

    /** How many clusters are connected. */
    int clusters() {
        return clusters.count();
    }

    /** How many laptops are connected. */
    int laptops() {
        return sessions.count();
    }

    /** How many streams are open, to clusters, to laptops and from clusters. */
    int streams() {
        return clusters.streams() + sessions.streams() + uplinks.streams();
    }

    /** Closes a cluster's tunnels: its token was replaced or revoked. It may come back with a valid one. */
    public void disconnectCluster(String clusterId) {
        clusters.close(clusterId);
        uplinks.close(clusterId);
    }

    /** What the tunnels of laptops hang on, each once ({@link TunnelCredentials.SessionRight#credential}). */
    public Set<String> credentials() {
        return sessions.all()
                .map(tunnel -> Attributes.credential(tunnel.peer()))
                .collect(Collectors.toSet());
    }

    /** Closes the tunnels of laptops that hang on a credential: it has ended. */
    public void disconnect(String credential) {
        sessions.all()
                .filter(tunnel -> Attributes.credential(tunnel.peer()).equals(credential))
                .forEach(Tunnel::close);
    }

    /** Accepts no more, lets streams finish and closes. */
    public CompletionStage<Void> drain(Duration limit) {
        return listener().drain(limit);
    }

    @Override
    public void close() {
        listener().close();
        telling.shutdown();
        blocking.shutdown();
    }

    private void arrived(Tunnel tunnel) {
        LiveTunnels.Key key = new LiveTunnels.Key(
                Attributes.organization(tunnel.peer()), tunnel.peer().id());
        if (!Attributes.isCluster(tunnel.peer())) {
            sessions.add(key, tunnel);
        } else if (tunnel.opensStreams()) {
            clusters.add(key, tunnel);
        } else {
            uplinks.add(key, tunnel);
        }
    }

    /** A manager's stream to a laptop: joined to a session of the manager's own organization, or refused. */
    private void join(IncomingStream stream) {
        Matcher authority = SESSION_AUTHORITY.matcher(stream.request().authority());
        if (!authority.matches()) {
            stream.refuse(refusal(RefusalReason.NO_SUCH_TARGET));
            return;
        }
        String organization = Attributes.organization(stream.peer());
        TunnelGroup session = sessions.find(new LiveTunnels.Key(organization, authority.group(1)));
        if (session == null) {
            stream.refuse(refusal(RefusalReason.NO_TUNNEL));
            return;
        }
        StreamRequest onward =
                new StreamRequest(stream.request().authority(), stream.request().headers());
        Streams.forward(stream, session, onward, Hop.RELAY.token());
    }

    private static StreamRefusal refusal(RefusalReason reason) {
        return new StreamRefusal(
                reason.status(), Map.of(StreamHeaders.REASON, reason.token(), StreamHeaders.HOP, Hop.RELAY.token()));
    }

    private void tell(TunnelEvent event) {
        log.atInfo().addKeyValue("event", event).log("tunnel");
        if (!telling.isShutdown()) {
            telling.execute(() -> events.accept(event));
        }
    }

    private TunnelListener listener() {
        if (listener == null) {
            throw new IllegalStateException("the relay was not started");
        }
        return listener;
    }
}
