package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.intercepts.cloud.edge.EdgeServer;
import dev.intercepts.cloud.relay.Relay;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who revokes a cluster means all of its previews, those too that come in by way of their owner's laptop. */
class RevokedClusterTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String LAPTOP = "revoked-cluster-test-" + "x".repeat(22);

    private final RunningService service = RunningService.shared();
    private final Relay relay = service.context.getBean(Relay.class);
    private final HttpServer ingress = ingress();
    private CommandLine zoe = new CommandLine(service);
    private String clusterId = "";
    private URI preview = URI.create("http://none.invalid/");
    private TunnelDialer laptop = dial("");

    @BeforeEach
    void previewByWayOfALaptop() throws Exception {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("zoe", "acme");
        zoe = CommandLine.loggedIn(service, "zoe", "acme");
        laptop.close();
        laptop = dial(zoe.accessToken);
        String name = "revoked-" + System.nanoTime();
        clusterId = CommandLine.json(zoe.call(
                        "POST",
                        "/api/v1/clusters",
                        Map.of("uid", UUID.randomUUID().toString(), "name", name)))
                .path("id")
                .asString();
        Map<String, Object> registration = new HashMap<>(CommandLine.registration(clusterId, name));
        registration.put("sessionId", SessionId.ofToken(LAPTOP));
        String intercept = CommandLine.json(zoe.call("POST", "/api/v1/intercepts", registration))
                .path("id")
                .asString();
        preview = URI.create(CommandLine.json(zoe.call(
                        "PUT",
                        "/api/v1/intercepts/" + intercept + "/preview",
                        Map.of(
                                "access",
                                "PUBLIC",
                                "ingress",
                                Map.of(
                                        "host",
                                        "127.0.0.1",
                                        "port",
                                        ingress.getAddress().getPort(),
                                        "tls",
                                        false))))
                .path("url")
                .asString());
        await().untilAsserted(() -> assertThat(visit()).endsWith("from the cluster"));
    }

    @AfterEach
    void close() {
        laptop.close();
        ingress.stop(0);
    }

    @Test
    void nothingReachesItUntilItIsConnectedAgain() throws Exception {
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("zoe", "acme", "/clusters");
        HttpResponse<String> revoked =
                browser.follow(browser.post("/clusters/" + clusterId + "/revoke", page, Map.of()));
        assertThat(revoked.body()).contains("nothing reaches its previews");

        await().atMost(SOON).untilAsserted(() -> assertThat(visit()).startsWith("HTTP/1.1 503 "));
        assertThat(visit()).contains("revoked the cluster");
        assertThat(laptop.state()).isInstanceOf(TunnelDialer.State.Connected.class);

        CommandLine.json(zoe.call("POST", "/api/v1/clusters/" + clusterId + "/token", null));

        await().atMost(SOON).untilAsserted(() -> assertThat(visit()).endsWith("from the cluster"));
    }

    /** What a node finds that takes over, or comes back, when it looks into the database. */
    @Test
    void itStaysSoForANodeThatWasNotThere() {
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("zoe", "acme", "/clusters");
        browser.post("/clusters/" + clusterId + "/revoke", page, Map.of());
        await().atMost(SOON).until(() -> relay.revoked(clusterId));
        relay.revoke(java.util.Set.of());
        await().atMost(SOON).until(() -> relay.revoked(clusterId));
    }

    /** The whole answer. By a socket, for no resolver knows every name below localhost. */
    private String visit() throws IOException {
        int port = service.context.getBean(EdgeServer.class).address().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET / HTTP/1.1\r\nHost: " + preview.getHost() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private TunnelDialer dial(String token) {
        Hello hello = new Hello("session", Direction.ACCEPT, token, "test", Map.of("intercepts-session-token", LAPTOP));
        return TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + relay.address().getPort()),
                        2,
                        null,
                        null,
                        TunnelSettings.DEFAULT,
                        EventLoops.shared()),
                () -> hello,
                stream -> Streams.dial(stream, "127.0.0.1", ingress.getAddress().getPort(), "manager"),
                state -> {});
    }

    private static HttpServer ingress() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] body = "from the cluster".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
