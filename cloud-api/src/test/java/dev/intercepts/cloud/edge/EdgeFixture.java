package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.relay.Relay;
import dev.intercepts.cloud.relay.TunnelCredentials;
import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real edge before a real relay, a cluster that dials in, and a raw application behind it. */
final class EdgeFixture implements AutoCloseable {

    static final String ORGANIZATION = "org-1";
    static final String DOMAIN = "preview.localhost";
    private static final String LAPTOP = "access-token";
    private static final String SESSION_TOKEN = "s".repeat(43);

    final RawApplication application;
    final Map<String, PreviewTarget> previews = new ConcurrentHashMap<>();
    final List<StreamRequest> streams = new CopyOnWriteArrayList<>();
    final List<SeenRequest> seen = new CopyOnWriteArrayList<>();
    final List<EdgeSpan> spans = new CopyOnWriteArrayList<>();
    final Handoff handoff = new Handoff();
    final Relay relay;
    final Edge edge;
    private final EventLoops loops;
    private TunnelDialer cluster;

    EdgeFixture(EdgeConfig.Times times, EdgeConfig.VisitorLimits limits) throws IOException {
        this(times, limits, 2, null);
    }

    /**
     * With so many event loops, of which no more than two have a tunnel.
     *
     * @param tls with which the edge speaks to visitors, or {@code null}
     */
    EdgeFixture(EdgeConfig.Times times, EdgeConfig.VisitorLimits limits, int threads, @Nullable SslContext tls)
            throws IOException {
        loops = EventLoops.create(threads, "edge-test");
        application = new RawApplication();
        TunnelCredentials credentials = new TunnelCredentials() {
            @Override
            public Optional<String> organizationOfCluster(String clusterId, String token) {
                return token.equals("uplink-" + clusterId) ? Optional.of(ORGANIZATION) : Optional.empty();
            }

            @Override
            public Optional<SessionRight> sessionOfBearer(String token) {
                return token.equals(LAPTOP) ? Optional.of(new SessionRight(ORGANIZATION, "login")) : Optional.empty();
            }
        };
        relay = Relay.start(
                new TunnelListener.Config("127.0.0.1", 0, null, TunnelSettings.DEFAULT, loops),
                credentials,
                event -> {});
        edge = Edge.start(
                new EdgeConfig("127.0.0.1", 0, DOMAIN, false, URI.create("http://cloud.test"), limits, times, false),
                label -> Optional.ofNullable(previews.get(label)),
                handoff,
                relay,
                seen::add,
                spans::add,
                loops,
                tls == null ? null : () -> tls);
        cluster = dial();
        add("open", Access.PUBLIC);
    }

    static EdgeFixture start() throws IOException {
        return new EdgeFixture(EdgeConfig.Times.DEFAULT, EdgeConfig.VisitorLimits.DEFAULT);
    }

    private TunnelDialer dial() {
        TunnelDialer dialer = dial(new Hello(
                "cluster", Direction.ACCEPT, "uplink-cluster-1", "test", Map.of("intercepts-cluster", "cluster-1")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> dialer.state() instanceof TunnelDialer.State.Connected(int up)
                        && up == 2
                        && relay.clusterConnected(ORGANIZATION, "cluster-1"));
        return dialer;
    }

    /** The laptop of the previews' owner, which passes streams on into the cluster. */
    TunnelDialer dialLaptop() {
        TunnelDialer dialer = dial(new Hello(
                "session", Direction.ACCEPT, LAPTOP, "test", Map.of("intercepts-session-token", SESSION_TOKEN)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> relay.sessionConnected(ORGANIZATION, SessionId.ofToken(SESSION_TOKEN)));
        return dialer;
    }

    private TunnelDialer dial(Hello hello) {
        return TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + relay.address().getPort()),
                        2,
                        null,
                        null,
                        TunnelSettings.DEFAULT,
                        loops),
                () -> hello,
                stream -> {
                    streams.add(stream.request());
                    int port = Integer.parseInt(stream.request().authority().replaceAll(".*:", ""));
                    Streams.dial(stream, "127.0.0.1", port, "manager");
                },
                state -> {});
    }

    /** Ends the cluster's tunnels. */
    void disconnect() {
        cluster.close();
        Awaitility.await().until(() -> !relay.clusterConnected(ORGANIZATION, "cluster-1"));
    }

    void add(String label, Access access) {
        add(label, access, new Ingress("127.0.0.1", application.port(), false, "shop.example"));
    }

    void add(String label, Access access, Ingress ingress) {
        add(label, access, ingress, false);
    }

    void add(String label, Access access, Ingress ingress, boolean corsPreflights) {
        previews.put(
                label,
                new PreviewTarget(
                        label,
                        access,
                        ORGANIZATION,
                        "Acme",
                        "cluster-1",
                        "i-1",
                        "default/hello",
                        ingress,
                        Map.of("x-telepresence-intercept-id", "uuid:hello"),
                        "Ann",
                        SessionId.ofToken(SESSION_TOKEN),
                        InterceptState.ACTIVE,
                        corsPreflights));
    }

    InetSocketAddress address() {
        return edge.address();
    }

    RawHttp2 http2() throws IOException {
        return new RawHttp2(edge.address().getPort());
    }

    RawClient client() throws IOException {
        return new RawClient(edge.address().getPort());
    }

    /** For how many routes each event loop keeps connections. */
    List<Integer> keptRoutes() {
        List<Integer> kept = new ArrayList<>();
        for (EventExecutor loop : loops.group()) {
            kept.add(loop.submit(edge::keptRoutes).syncUninterruptibly().getNow());
        }
        return kept;
    }

    /** A client whose kernel takes little of what it does not read. */
    RawClient slowClient() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(edge.address());
        return new RawClient(socket);
    }

    static String interceptHeader() {
        return StreamHeaders.INTERCEPT;
    }

    @Override
    public void close() {
        cluster.close();
        edge.close();
        relay.close();
        application.close();
        loops.group()
                .shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                .syncUninterruptibly();
    }

    /** A hand-off in memory, with the rules of the real one. */
    static final class Handoff implements VisitorHandoff {

        final Map<String, Redeemed> codes = new ConcurrentHashMap<>();
        /** Of the last login at each preview. */
        final Map<String, String> nonces = new ConcurrentHashMap<>();

        final Map<String, Visit> visits = new ConcurrentHashMap<>();
        volatile boolean member = true;

        @Override
        public URI loginUrl(String label, String nonce, String returnPath) {
            nonces.put(label, nonce);
            return URI.create("http://cloud.test/visit?preview=" + label + "&to=" + returnPath);
        }

        /** Makes a code for the last login at a preview. */
        String code(String code, String label, String returnPath) {
            Visit visit = new Visit(
                    "session-of-" + code,
                    label,
                    "u-1",
                    returnPath,
                    Instant.now().plusSeconds(3600));
            codes.put(code, new Redeemed(visit, nonces.getOrDefault(label, "")));
            return code;
        }

        @Override
        public Optional<Redeemed> redeem(String code, String label, List<String> brought) {
            Optional<Redeemed> login = Optional.ofNullable(codes.remove(code))
                    .filter(row -> row.visit().label().equals(label) && brought.contains(row.nonce()));
            login.ifPresent(row -> visits.put(row.visit().sessionToken(), row.visit()));
            return login;
        }

        @Override
        public Optional<Visit> find(String sessionToken) {
            return Optional.ofNullable(visits.get(sessionToken));
        }

        @Override
        public boolean mayVisit(Visit visit, PreviewTarget target) {
            return member && visit.label().equals(target.label());
        }
    }
}
