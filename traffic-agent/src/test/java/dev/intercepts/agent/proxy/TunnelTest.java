package dev.intercepts.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.agent.FakeManager;
import dev.intercepts.agent.routes.Routes;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the laptop through a real tunnel. */
@ExtendWith(NoLeaks.class)
class TunnelTest {

    private static final String TO_LAPTOP = "GET / HTTP/1.1\r\nHost: h\r\nX-To: laptop\r\n\r\n";
    private static final String TO_APP = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    private final EventLoops traffic = EventLoops.create(1, "test-traffic");
    private final EventLoops control = EventLoops.create(1, "test-control");
    private final Routes routes = new Routes();
    private Backend app;
    private Backend laptop;
    private FakeManager manager;
    private TunnelDialer tunnel;
    private AgentPort port;
    private int agentPort;

    @BeforeEach
    void open() throws IOException {
        app = new Backend();
        laptop = new Backend();
        manager = new FakeManager(laptop.address().getPort());
        tunnel = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + manager.tunnelPort()),
                        1,
                        null,
                        null,
                        TunnelSettings.DEFAULT,
                        control),
                () -> new Hello("agent", Direction.OPEN, "secret", "1", Map.of()),
                stream -> stream.refuse(new StreamRefusal(RefusalReason.NOT_ALLOWED.status(), Map.of())),
                state -> {});
        await().until(() -> tunnel.state() instanceof TunnelDialer.State.Connected);
        port = new AgentPort(
                World.APP_PORT, routes, new Destinations(app.address(), tunnel, Limits.DEFAULT), Limits.DEFAULT);
        agentPort = port.bind(new InetSocketAddress("127.0.0.1", 0), traffic).getPort();
        table(World.HTTP);
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        await().until(() -> port.connections() == 0);
        tunnel.close();
        manager.close();
        app.close();
        laptop.close();
        control.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        traffic.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void table(Route... table) {
        routes.apply(new RouteTable(1, List.of(table)));
    }

    private static void answered(Peer client, Peer server, String request, String body) throws IOException {
        assertThat(server.read(request.length())).isEqualTo(request);
        server.send(ANSWER + body);
        assertThat(client.read(ANSWER.length() + 2)).isEqualTo(ANSWER + body);
    }

    @Test
    void oneConnectionIsAnsweredByBothInTurn() throws Exception {
        try (Peer client = Peer.to(agentPort)) {
            client.send(TO_LAPTOP);
            Peer local = laptop.next();
            answered(client, local, TO_LAPTOP, "l1");
            client.send(TO_APP);
            Peer container = app.next();
            answered(client, container, TO_APP, "a1");
            client.send(TO_LAPTOP);
            answered(client, local, TO_LAPTOP, "l2");
            client.send(TO_APP + TO_LAPTOP);
            answered(client, container, TO_APP, "a2");
            answered(client, local, TO_LAPTOP, "l3");
        }
        StreamRequest asked = manager.nextOpened();
        assertThat(asked.authority()).isEqualTo("0123456789abcdef0123456789abcdef.session:9000");
        assertThat(asked.headers()).containsEntry("intercepts-intercept", "shop/hello");
        assertThat(laptop.connections()).isEqualTo(1);
    }

    @Test
    void aStreamTellsTheTraceOfTheRequestItIsOpenedFor() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String traced = TO_LAPTOP.replace("Host: h", "Host: h\r\ntraceparent: 00-broken\r\nTraceparent: " + trace);
        try (Peer client = Peer.to(agentPort)) {
            client.send(traced);
            answered(client, laptop.next(), traced, "l1");
        }
        assertThat(manager.nextOpened().headers()).containsEntry("traceparent", trace);
        String broken = TO_LAPTOP.replace("Host: h", "Host: h\r\ntraceparent: 00-broken");
        try (Peer client = Peer.to(agentPort)) {
            client.send(broken);
            answered(client, laptop.next(), broken, "l1");
        }
        assertThat(manager.nextOpened().headers()).doesNotContainKey("traceparent");
    }

    @Test
    void theLaptopsConnectionEndsInOrderWithTheClients() throws Exception {
        Peer local;
        try (Peer client = Peer.to(agentPort)) {
            client.send(TO_LAPTOP);
            local = laptop.next();
            answered(client, local, TO_LAPTOP, "l1");
        }
        assertThat(local.readAll()).isEmpty(); // and no reset
        local.close();
    }

    @Test
    void halfClosesAndResetsPassThrough() throws Exception {
        table(World.TCP);
        try (Peer client = Peer.to(agentPort)) {
            client.send("\u0000ping").end();
            Peer local = laptop.next();
            assertThat(local.readAll()).isEqualTo("\u0000ping");
            local.send("pong").end();
            assertThat(client.readAll()).isEqualTo("pong");
        }
        try (Peer client = Peer.to(agentPort)) {
            client.send("\u0000");
            Peer local = laptop.next();
            local.read(1);
            local.reset();
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
        Peer client = Peer.to(agentPort).send("\u0000");
        Peer local = laptop.next();
        local.read(1);
        client.reset();
        assertThatThrownBy(local::readAll).isInstanceOf(SocketException.class);
    }

    @Test
    void nothingListensOnTheLaptop() throws Exception {
        laptop.close();
        try (Peer client = Peer.to(agentPort)) {
            client.send(TO_LAPTOP);
            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("\r\nx-intercepts-hop: laptop\r\n")
                    .contains("nothing listening");
        }
    }

    @Test
    void withTheTunnelGoneTheAppAnswersOnTheSameConnection() throws Exception {
        try (Peer client = Peer.to(agentPort)) {
            client.send(TO_LAPTOP);
            answered(client, laptop.next(), TO_LAPTOP, "l1");
            manager.close();
            await().until(() -> !(tunnel.state() instanceof TunnelDialer.State.Connected));
            client.send(TO_LAPTOP);
            answered(client, app.next(), TO_LAPTOP, "a1");
        }
    }

    @Test
    void aTunnelThatBreaksBeforeAnAnswerBegan() throws Exception {
        try (Peer client = Peer.to(agentPort)) {
            client.send(TO_LAPTOP);
            Peer local = laptop.next();
            local.readUntil("\r\n\r\n");
            manager.close();
            assertThat(client.readAll()).startsWith("HTTP/1.1 502 ").contains("\r\nx-intercepts-hop: ");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowReaderHoldsTheOtherSideBack(boolean download) throws Exception {
        int megabytes = 48;
        String length = "Content-Length: " + megabytes * 1024L * 1024 + "\r\n\r\n";
        try (Peer client = Peer.to(agentPort)) {
            client.send(download ? TO_LAPTOP : "POST / HTTP/1.1\r\nHost: h\r\nX-To: laptop\r\n" + length);
            Peer local = laptop.next();
            local.readUntil("\r\n\r\n");
            if (download) {
                local.send("HTTP/1.1 200 OK\r\n" + length);
            }
            Peer writer = download ? local : client;
            Peer reader = download ? client : local;
            AtomicLong written = new AtomicLong();
            Thread writing = Thread.ofVirtual().start(() -> write(writer, megabytes, written));
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> written.get() < 24L * 1024 * 1024);
            if (download) {
                reader.readUntil("\r\n\r\n");
            }
            reader.in().skipNBytes(megabytes * 1024L * 1024);
            writing.join();
            if (!download) {
                local.send(ANSWER + "ok");
                assertThat(client.read(ANSWER.length() + 2)).isEqualTo(ANSWER + "ok");
            }
        }
    }

    private static void write(Peer to, int megabytes, AtomicLong written) {
        byte[] block = new byte[1024 * 1024];
        try {
            for (int i = 0; i < megabytes; i++) {
                to.out().write(block);
                written.addAndGet(block.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
