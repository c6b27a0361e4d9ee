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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page is told within 2 s of what somebody else changes. */
class LivePagesTest {

    private static final Pattern PART =
            Pattern.compile("id=\"(?<id>[a-z-]+)\" data-live=[^>]*?hx-get=\"(?<address>[^\"]+)\"");
    private static final Duration SOON = Duration.ofSeconds(2);

    private final RunningService service = RunningService.shared();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String organization = "live-" + System.nanoTime();
    private final TestBrowser browser = service.browser();
    private CommandLine wanda = new CommandLine(service);

    @BeforeEach
    void people() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("wanda", organization);
        service.github.owner("wanda");
        wanda = CommandLine.loggedIn(service, "wanda", organization);
        browser.signIn("wanda", organization, "/");
    }

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void keysAndTheAuditLogAreToldOfANewKey() {
        List<String> keys = events("keys");
        List<String> audit = events("audit");
        List<String> clusters = events("clusters");
        wanda.call("POST", "/api/v1/api-keys", Map.of("name", "ci", "scopes", List.of("read")));
        await().atMost(SOON).until(() -> keys.contains("data:keys") && audit.contains("data:audit"));
        assertThat(clusters).doesNotContain("event:changed");
    }

    @Test
    void clustersAreToldOfOnesThatCome() {
        List<String> clusters = events("clusters");
        var cluster = CommandLine.json(wanda.call(
                "POST", "/api/v1/clusters", Map.of("uid", UUID.randomUUID().toString(), "name", "kind")));
        await().atMost(SOON).untilAsserted(() -> assertThat(changes(clusters)).isEqualTo(1));
        CommandLine manager = new CommandLine(service);
        manager.accessToken = cluster.path("token").asString();
        String report = "/api/v1/clusters/" + cluster.path("id").asString() + "/report";
        CommandLine.json(manager.call("PUT", report, Map.of("managerVersion", "1.2.3", "intercepts", List.of())));
        await().atMost(SOON).untilAsserted(() -> assertThat(changes(clusters)).isEqualTo(2));
        // Reports that say nothing new tell nobody; the next version does.
        CommandLine.json(manager.call("PUT", report, Map.of("managerVersion", "1.2.3", "intercepts", List.of())));
        CommandLine.json(manager.call("PUT", report, Map.of("managerVersion", "1.2.4", "intercepts", List.of())));
        await().atMost(SOON).untilAsserted(() -> assertThat(changes(clusters)).isEqualTo(3));
    }

    @Test
    void clustersAreToldOfOnesThatGoAndComeBack() {
        var cluster = CommandLine.json(wanda.call(
                "POST", "/api/v1/clusters", Map.of("uid", UUID.randomUUID().toString(), "name", "kind")));
        CommandLine manager = new CommandLine(service);
        manager.accessToken = cluster.path("token").asString();
        String id = cluster.path("id").asString();
        TunnelDialer tunnel = tunnel(id, manager.accessToken);
        CommandLine.json(manager.call(
                "PUT",
                "/api/v1/clusters/" + id + "/report",
                Map.of("managerVersion", "1.2.3", "intercepts", List.of())));
        assertThat(browser.get("/clusters").body()).contains(">Connected<");
        List<String> clusters = events("clusters");

        tunnel.close();

        await().atMost(SOON).untilAsserted(() -> assertThat(changes(clusters)).isEqualTo(1));
        assertThat(browser.get("/clusters").body()).contains(">Silent<");

        TunnelDialer again = tunnel(id, manager.accessToken);

        await().atMost(SOON).untilAsserted(() -> assertThat(changes(clusters)).isEqualTo(2));
        assertThat(browser.get("/clusters").body()).contains(">Connected<");
        again.close();
    }

    private TunnelDialer tunnel(String clusterId, String token) {
        Hello hello = new Hello("cluster", Direction.ACCEPT, token, "test", Map.of("intercepts-cluster", clusterId));
        int port = service.context.getBean(Relay.class).address().getPort();
        TunnelDialer tunnel = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + port),
                        1,
                        null,
                        null,
                        TunnelSettings.DEFAULT,
                        EventLoops.shared()),
                () -> hello,
                stream -> stream.refuse(new StreamRefusal(503, Map.of())),
                state -> {});
        await().until(() -> tunnel.state() instanceof TunnelDialer.State.Connected);
        return tunnel;
    }

    @Test
    void settingsAreToldOfEachOther() {
        List<String> settings = events("settings,shared");
        CommandLine.json(wanda.call("PUT", "/api/v1/organization/settings", Map.of("publicPreviews", "OWNERS")));
        await().atMost(SOON).until(() -> settings.contains("data:settings"));
        assertThat(settings).doesNotContain("data:shared");
        String intercept = wanda.register("live-" + System.nanoTime()).interceptId();
        wanda.preview(intercept);
        CommandLine.json(
                wanda.call("PATCH", "/api/v1/intercepts/" + intercept + "/preview", Map.of("access", "PUBLIC")));
        await().atMost(SOON).until(() -> settings.contains("data:shared"));
    }

    @Test
    void otherOrganizationsAreNotTold() {
        service.github.person("xena", "elsewhere-" + organization);
        CommandLine xena = CommandLine.loggedIn(service, "xena", "elsewhere-" + organization);
        List<String> audit = events("audit");
        xena.call("POST", "/api/v1/api-keys", Map.of("name", "ci", "scopes", List.of("read")));
        wanda.call("POST", "/api/v1/api-keys", Map.of("name", "ci", "scopes", List.of("read")));
        await().atMost(SOON).until(() -> changes(audit) == 1);
    }

    /** A script asks for the address that a part names, and looks for the part in what comes. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/clusters", "/audit", "/audit?q=a%26b&who=wanda", "/api-keys", "/settings"})
    void partIsFoundAgainWhereItSays(String page) {
        Matcher parts = PART.matcher(browser.get(page).body());
        int found = 0;
        for (; parts.find(); found++) {
            String address = parts.group("address").replace("&amp;", "&");
            HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + address))
                    .header("Cookie", TestBrowser.header(browser.cookies))
                    .header("HX-Request", "true")
                    .build();
            HttpResponse<String> answer =
                    client.sendAsync(request, BodyHandlers.ofString()).join();
            assertThat(answer.statusCode()).as(address).isEqualTo(200);
            assertThat(answer.body()).contains("id=\"" + parts.group("id") + "\"");
        }
        assertThat(found).isPositive();
    }

    @Test
    void partThatNoPageHasIsRefused() {
        assertThat(browser.get("/events?of=secrets").statusCode()).isEqualTo(400);
    }

    private static long changes(List<String> lines) {
        return lines.stream().filter("event:changed"::equals).count();
    }

    /** Lines of a stream, from when it has begun. */
    private List<String> events(String of) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + "/events?of=" + of))
                .header("Cookie", TestBrowser.header(browser.cookies))
                .build();
        HttpResponse<Stream<String>> response =
                client.sendAsync(request, BodyHandlers.ofLines()).join();
        assertThat(response.statusCode()).isEqualTo(200);
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread.ofVirtual().start(() -> {
            try (Stream<String> body = response.body()) {
                body.forEach(lines::add);
            } catch (RuntimeException e) {
                // The client was closed.
            }
        });
        await().until(() -> !lines.isEmpty());
        return lines;
    }
}
