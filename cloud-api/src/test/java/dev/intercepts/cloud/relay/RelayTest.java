package dev.intercepts.cloud.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamAcceptor;
import dev.intercepts.tunnel.StreamRefusedException;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RelayTest {

    private static final String SESSION_TOKEN = "s".repeat(43);
    private static final String SESSION = SessionId.ofToken(SESSION_TOKEN);
    private static final StreamAcceptor NONE = stream -> {
        throw new AssertionError("no stream was expected: " + stream.request());
    };

    private final List<TunnelEvent> events = new CopyOnWriteArrayList<>();
    private final List<TunnelDialer> dialers = new ArrayList<>();
    private final EventLoops loops = EventLoops.create(2, "relay-test");
    private Relay relay;
    private ServerSocket laptop;

    @BeforeEach
    void start() throws IOException {
        TunnelCredentials credentials = new TunnelCredentials() {
            @Override
            public Optional<String> organizationOfCluster(String clusterId, String token) {
                return token.equals("uplink") ? Optional.of("org-of-" + clusterId) : Optional.empty();
            }

            @Override
            public Optional<SessionRight> sessionOfBearer(String token) {
                return token.startsWith("org-")
                        ? Optional.of(new SessionRight(token, "LOGIN:of-" + token))
                        : Optional.empty();
            }
        };
        relay = Relay.start(
                new TunnelListener.Config("127.0.0.1", 0, null, TunnelSettings.DEFAULT, loops),
                credentials,
                events::add);
        laptop = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        dialers.forEach(TunnelDialer::close);
        relay.close();
        laptop.close();
        loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private TunnelDialer dial(Hello hello, StreamAcceptor acceptor) {
        TunnelDialer dialer = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + relay.address().getPort()),
                        2,
                        null,
                        null,
                        TunnelSettings.DEFAULT,
                        loops),
                () -> hello,
                acceptor,
                state -> {});
        dialers.add(dialer);
        return dialer;
    }

    private TunnelDialer cluster(String id, Direction direction, String token) {
        return dial(new Hello("cluster", direction, token, "test", Map.of("intercepts-cluster", id)), NONE);
    }

    private TunnelDialer session(String organization) {
        return dial(
                new Hello(
                        "session",
                        Direction.ACCEPT,
                        organization,
                        "test",
                        Map.of("intercepts-session-token", SESSION_TOKEN)),
                stream -> Streams.dial(stream, "127.0.0.1", laptop.getLocalPort(), "laptop"));
    }

    private static void connected(TunnelDialer dialer) {
        Awaitility.await().until(() -> dialer.state() instanceof TunnelDialer.State.Connected(int up) && up == 2);
    }

    @Test
    void joinsAManagersStreamToALaptopOfTheSameOrganization() throws Exception {
        TunnelDialer manager = cluster("1", Direction.OPEN, "uplink");
        connected(manager);
        connected(session("org-of-1"));
        StringBuilder got = new StringBuilder();
        Channel stream = manager.open(
                        new StreamRequest(SessionId.authority(SESSION, 9000), Map.of()),
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                ByteBuf bytes = (ByteBuf) message;
                                got.append(bytes.toString(StandardCharsets.US_ASCII));
                                bytes.release();
                            }
                        })
                .sync()
                .getNow();
        stream.writeAndFlush(Unpooled.copiedBuffer("ping", StandardCharsets.US_ASCII))
                .sync();
        try (Socket accepted = laptop.accept()) {
            InputStream in = accepted.getInputStream();
            assertThat(in.readNBytes(4)).asString().isEqualTo("ping");
            accepted.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> got.toString().equals("pong"));
        }
    }

    @Test
    void neverJoinsOrganizations() {
        TunnelDialer manager = cluster("1", Direction.OPEN, "uplink");
        connected(manager);
        connected(session("org-of-2"));
        assertThat(refusal(manager, SessionId.authority(SESSION, 9000)))
                .containsEntry("intercepts-reason", "no-tunnel")
                .containsEntry("intercepts-hop", "relay");
        assertThat(refusal(manager, "10.0.0.1:80")).containsEntry("intercepts-reason", "no-such-target");
        assertThat(relay.find("org-of-1", "1", SESSION)).isNull();
        assertThat(relay.find("org-of-2", "1", SESSION)).isNotNull();
    }

    private static Map<String, String> refusal(TunnelDialer manager, String authority) {
        Future<Channel> opened =
                manager.open(new StreamRequest(authority, Map.of()), new ChannelInboundHandlerAdapter());
        Awaitility.await().until(opened::isDone);
        return opened.cause() instanceof StreamRefusedException refused
                ? refused.refusal().headers()
                : Map.of("failed", String.valueOf(opened.cause()));
    }

    @Test
    void prefersTheClusterAndFallsBackToTheLaptop() {
        connected(session("org-of-1"));
        // The dialler knows of its tunnel a moment before the relay does.
        Object laptopTunnels =
                Awaitility.await().until(() -> relay.find("org-of-1", "1", SESSION), found -> found != null);
        connected(cluster("1", Direction.ACCEPT, "uplink"));
        Awaitility.await()
                .until(() -> relay.find("org-of-1", "1", SESSION), found -> found != null && found != laptopTunnels);
    }

    @Test
    void refusesBadTokensAndWrongKinds() {
        refused(cluster("1", Direction.ACCEPT, "wrong"), 401);
        refused(dial(new Hello("cluster", Direction.ACCEPT, "uplink", "test", Map.of()), NONE), 401);
        refused(session("wrong"), 401);
        refused(
                dial(
                        new Hello(
                                "session",
                                Direction.OPEN,
                                "org-1",
                                "test",
                                Map.of("intercepts-session-token", SESSION_TOKEN)),
                        NONE),
                403);
        refused(dial(new Hello("agent", Direction.OPEN, "uplink", "test", Map.of()), NONE), 403);
    }

    private static void refused(TunnelDialer dialer, int status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> dialer.state() instanceof TunnelDialer.State.Refused(int said, String ignored)
                        && said == status);
    }

    @Test
    void tellsWhoComesAndGoesOnce() {
        TunnelDialer manager = cluster("1", Direction.ACCEPT, "uplink");
        connected(manager);
        TunnelDialer connector = session("org-of-1");
        connected(connector);
        assertThat(relay.sessions("org-of-1")).containsExactly(SESSION);
        connector.close();
        Awaitility.await().until(() -> events.size() == 3);
        relay.disconnectCluster("1");
        Awaitility.await().until(() -> events.size() >= 5 && relay.clusterConnected("org-of-1", "1"));
        assertThat(events.subList(0, 5))
                .containsExactly(
                        new TunnelEvent.ClusterConnected("org-of-1", "1"),
                        new TunnelEvent.SessionConnected("org-of-1", SESSION),
                        new TunnelEvent.SessionDisconnected("org-of-1", SESSION),
                        new TunnelEvent.ClusterDisconnected("org-of-1", "1"),
                        new TunnelEvent.ClusterConnected("org-of-1", "1"));
        assertThat(relay.sessions("org-of-1")).isEmpty();
    }
}
