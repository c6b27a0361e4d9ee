package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.cloud.relay.Relay;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What ends a login or a key ends what hangs on it: streams of events and laptops' tunnels, within 2 s. */
class EndedSessionsTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningService service = RunningService.shared();
    private final URI tunnels = URI.create(
            "http://127.0.0.1:" + service.context.getBean(Relay.class).address().getPort());
    private CommandLine xavier = new CommandLine(service);
    private CommandLine yvonne = new CommandLine(service);
    private final List<TunnelDialer> dialers = new java.util.ArrayList<>();

    @BeforeEach
    void people() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("xavier", "acme");
        service.github.person("yvonne", "acme");
        xavier = CommandLine.loggedIn(service, "xavier", "acme");
        yvonne = CommandLine.loggedIn(service, "yvonne", "acme");
    }

    @AfterEach
    void close() {
        dialers.forEach(TunnelDialer::close);
    }

    @Test
    void revokedLoginEndsItsStreamAndItsTunnelAndNobodyElses() {
        CompletableFuture<Void> stream = events(xavier.accessToken);
        CompletableFuture<Void> others = events(yvonne.accessToken);
        TunnelDialer tunnel = tunnel(xavier.accessToken, "x");
        TunnelDialer othersTunnel = tunnel(yvonne.accessToken, "y");

        xavier.revoke(xavier.refreshToken);

        await().atMost(SOON).until(stream::isDone);
        await().atMost(SOON).until(() -> refused(tunnel));
        assertThat(others).isNotDone();
        assertThat(connected(othersTunnel)).isTrue();
    }

    @Test
    void revokedAccessTokenEndsThemToo() {
        CompletableFuture<Void> stream = events(xavier.accessToken);
        TunnelDialer tunnel = tunnel(xavier.accessToken, "x");
        xavier.revoke(xavier.accessToken);
        await().atMost(SOON).until(() -> stream.isDone() && refused(tunnel));
        assertThat(xavier.refresh(xavier.refreshToken).statusCode()).isEqualTo(400);
    }

    @Test
    void revokedKeyEndsThemToo() {
        JsonNode made = CommandLine.json(
                xavier.call("POST", "/api/v1/api-keys", Map.of("name", "ci", "scopes", List.of("intercepts"))));
        String key = made.path("key").asString();
        CompletableFuture<Void> stream = events(key);
        TunnelDialer tunnel = tunnel(key, "k");
        yvonne.call("DELETE", "/api/v1/api-keys/" + made.path("id").asString(), null);
        await().atMost(SOON).until(() -> stream.isDone() && refused(tunnel));
    }

    @Test
    void keyThatMayOnlyReadGetsNoTunnel() {
        JsonNode made = CommandLine.json(
                xavier.call("POST", "/api/v1/api-keys", Map.of("name", "ci", "scopes", List.of("read"))));
        TunnelDialer tunnel = dial(made.path("key").asString(), "r");
        await().atMost(Duration.ofSeconds(5)).until(() -> refused(tunnel));
    }

    @Test
    void lostMembershipEndsThemWithinTheHour() {
        CompletableFuture<Void> stream = events(xavier.accessToken);
        TunnelDialer tunnel = tunnel(xavier.accessToken, "x");
        service.github.person("xavier");
        service.clock.forward(Duration.ofMinutes(50));
        assertThat(stream).isNotDone();
        service.clock.forward(Duration.ofMinutes(9));
        await().atMost(SOON).until(() -> stream.isDone() && refused(tunnel));
    }

    @Test
    void tunnelOutlivesItsAccessTokenButNotItsLogin() {
        TunnelDialer tunnel = tunnel(xavier.accessToken, "x");
        service.clock.forward(Duration.ofHours(2));
        assertThat(xavier.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(connected(tunnel)).isTrue();
        service.clock.forward(Duration.ofDays(31));
        await().atMost(SOON).until(() -> refused(tunnel));
    }

    /** Completes when the stream has ended. */
    private CompletableFuture<Void> events(String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + "/api/v1/events"))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<Stream<String>> response =
                CLIENT.sendAsync(request, BodyHandlers.ofLines()).join();
        assertThat(response.statusCode()).isEqualTo(200);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (Stream<String> lines = response.body()) {
                lines.forEach(line -> {});
            } finally {
                ended.complete(null);
            }
        });
        return ended;
    }

    private TunnelDialer tunnel(String token, String laptop) {
        TunnelDialer dialer = dial(token, laptop);
        await().until(() -> connected(dialer));
        return dialer;
    }

    private TunnelDialer dial(String token, String laptop) {
        Hello hello = new Hello(
                "session", Direction.ACCEPT, token, "test", Map.of("intercepts-session-token", laptop.repeat(43)));
        TunnelDialer dialer = TunnelDialer.start(
                new TunnelDialer.Config(tunnels, 2, null, null, TunnelSettings.DEFAULT, EventLoops.shared()),
                () -> hello,
                stream -> stream.refuse(new StreamRefusal(503, Map.of())),
                state -> {});
        dialers.add(dialer);
        return dialer;
    }

    private static boolean connected(TunnelDialer dialer) {
        return dialer.state() instanceof TunnelDialer.State.Connected;
    }

    private static boolean refused(TunnelDialer dialer) {
        return dialer.state() instanceof TunnelDialer.State.Refused(int status, String ignored) && status == 401;
    }
}
