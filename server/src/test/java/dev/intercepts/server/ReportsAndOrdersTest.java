package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What managers report is what people see; what people delete becomes an order. */
class ReportsAndOrdersTest {

    private final RunningService service = RunningService.shared();
    private CommandLine nina = new CommandLine(service);
    private CommandLine manager = new CommandLine(service);
    private CommandLine.Registered intercept = new CommandLine.Registered("", "", "");

    @BeforeEach
    void registered() {
        service.github.person("nina", "acme");
        nina = CommandLine.loggedIn(service, "nina", "acme");
        intercept = nina.register("reported-" + System.nanoTime());
        manager.accessToken = intercept.clusterToken();
    }

    @Test
    void stateIsTheManagersLastWord() {
        report("ACTIVE", "");
        assertThat(view().path("state").asString()).isEqualTo("ACTIVE");
        report("PAUSED", "The laptop is away.");
        assertThat(view().path("state").asString()).isEqualTo("PAUSED");
        assertThat(view().path("message").asString()).isEqualTo("The laptop is away.");
    }

    @Test
    void deletingOrdersTheManagerToEndIt() {
        report("ACTIVE", "");
        List<String> lines = follow("/api/v1/clusters/" + intercept.clusterId() + "/orders", manager.accessToken);

        assertThat(nina.call("DELETE", path(), null).statusCode()).isEqualTo(204);

        await().untilAsserted(() -> assertThat(String.join("\n", lines))
                .contains("event:orders")
                .contains(intercept.interceptId())
                .contains("NINA"));
        assertThat(nina.get(path()).statusCode()).isEqualTo(404);
        assertThat(report("ACTIVE", "").path("end").path(0).path("id").asString())
                .isEqualTo(intercept.interceptId());
        JsonNode done = CommandLine.json(
                manager.call("PUT", reportPath(), Map.of("managerVersion", "1", "intercepts", List.of())));
        assertThat(done.path("end").isEmpty()).isTrue();
    }

    @Test
    void interceptThatAReportHoldsNoMoreHasEnded() {
        report("ACTIVE", "");
        List<String> lines = follow("/api/v1/events", nina.accessToken);
        CommandLine.json(manager.call("PUT", reportPath(), Map.of("managerVersion", "1", "intercepts", List.of())));
        assertThat(nina.get(path()).statusCode()).isEqualTo(404);
        await().untilAsserted(() -> assertThat(String.join("\n", lines))
                .contains("event:intercept-ended")
                .contains(intercept.interceptId()));
    }

    @Test
    void registeringAgainChangesInPlace() {
        Map<String, Object> again = new java.util.HashMap<>(CommandLine.registration(
                intercept.clusterId(), view().path("name").asString()));
        again.put("target", "127.0.0.1:9999");
        JsonNode changed = CommandLine.json(nina.call("POST", "/api/v1/intercepts", again));
        assertThat(changed.path("id").asString()).isEqualTo(intercept.interceptId());
        assertThat(changed.path("target").asString()).isEqualTo("127.0.0.1:9999");
    }

    @Test
    void replacedUplinkTokenEndsAtOnce() {
        String renewed = CommandLine.json(
                        nina.call("POST", "/api/v1/clusters/" + intercept.clusterId() + "/token", null))
                .path("token")
                .asString();
        assertThat(manager.call("PUT", reportPath(), Map.of("managerVersion", "1", "intercepts", List.of()))
                        .statusCode())
                .isEqualTo(401);
        manager.accessToken = renewed;
        report("ACTIVE", "");
    }

    @Test
    void badRequestsAreProblemsThatSayWhatIsWrong() {
        Map<String, Object> bad = new java.util.HashMap<>(CommandLine.registration(intercept.clusterId(), "bad"));
        bad.put("previewHeaders", Map.of("Host", "evil"));
        var answer = nina.call("POST", "/api/v1/intercepts", bad);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("previewHeaders");
        assertThat(nina.get("/api/v1/intercepts?limit=0").statusCode()).isEqualTo(400);
        assertThat(nina.get("/api/v1/intercepts/no-uuid").statusCode()).isEqualTo(400);
    }

    @Test
    void apiIsDescribed() {
        String description = new CommandLine(service).get("/v3/api-docs").body();
        assertThat(description).contains("/api/v1/intercepts/{id}/preview").doesNotContain("\"person\"");
    }

    private JsonNode view() {
        return CommandLine.json(nina.get(path()));
    }

    private String path() {
        return "/api/v1/intercepts/" + intercept.interceptId();
    }

    private String reportPath() {
        return "/api/v1/clusters/" + intercept.clusterId() + "/report";
    }

    private JsonNode report(String state, String message) {
        Map<String, Object> one = Map.of(
                "id", intercept.interceptId(), "namespace", "default", "name", "n", "state", state, "message", message);
        return CommandLine.json(
                manager.call("PUT", reportPath(), Map.of("managerVersion", "1", "intercepts", List.of(one))));
    }

    /** Reads a stream of events in the background, from now on. */
    private List<String> follow(String path, String token) {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url + path))
                .header("Authorization", "Bearer " + token)
                .build();
        var response = HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofLines())
                .join();
        assertThat(response.statusCode()).isEqualTo(200);
        Thread.ofVirtual().start(() -> response.body().forEach(lines::add));
        return lines;
    }
}
