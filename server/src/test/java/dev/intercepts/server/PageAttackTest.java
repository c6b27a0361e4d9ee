package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What people, laptops, clusters and visitors write must stay text on the pages. */
class PageAttackTest {

    private static final String ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    private static final String HARMLESS = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private final RunningService service = RunningService.shared();
    private final String organization = "attacked-" + System.nanoTime();
    private final TestBrowser browser = service.browser();
    private CommandLine mallory = new CommandLine(service);

    @BeforeEach
    void people() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("mallory", organization);
        mallory = CommandLine.loggedIn(service, "mallory", organization);
        browser.signIn("mallory", organization, "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "workload", "namespace", "laptop", "target", "match"})
    void whatALaptopSaysOfAnInterceptIsText(String field) {
        CommandLine.Registered plain = mallory.register("plain-" + System.nanoTime());
        Map<String, Object> intercept =
                new LinkedHashMap<>(CommandLine.registration(plain.clusterId(), "attack-" + System.nanoTime()));
        intercept.put(field, field.equals("match") ? List.of(ATTACK) : ATTACK);
        String id = CommandLine.json(mallory.call("POST", "/api/v1/intercepts", intercept))
                .path("id")
                .asString();
        isText("/intercepts/" + id);
        isHarmless("/", "/audit", "/?q=" + TestBrowser.form(Map.of("", ATTACK)).substring(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress_host", "l5_host", "label"})
    void whereAPreviewLeadsIsText(String column) {
        CommandLine.Registered intercept = mallory.register("led-" + System.nanoTime());
        Map<String, Object> ingress = new LinkedHashMap<>(Map.of("host", "ingress", "port", 80, "tls", false));
        ingress.put(column.equals("l5_host") ? "l5Host" : "host", ATTACK);
        assertThat(mallory.call(
                                "PUT",
                                "/api/v1/intercepts/" + intercept.interceptId() + "/preview",
                                Map.of("ingress", ingress))
                        .statusCode())
                .isEqualTo(400);

        // If it came into the database by another way.
        mallory.preview(intercept.interceptId());
        new JdbcTemplate(service.context.getBean(DataSource.class))
                .update(
                        "update previews set " + column + " = ? where intercept_id = ?",
                        ATTACK + intercept.interceptId(),
                        UUID.fromString(intercept.interceptId()));

        isText("/intercepts/" + intercept.interceptId());
        isHarmless("/", "/audit");
    }

    @Test
    void whatAClusterReportsIsText() {
        CommandLine.Registered intercept = mallory.register("told-" + System.nanoTime());
        CommandLine manager = new CommandLine(service);
        manager.accessToken = intercept.clusterToken();
        Map<String, Object> report = Map.of(
                "id",
                intercept.interceptId(),
                "namespace",
                "default",
                "name",
                "told",
                "state",
                "NO_AGENT",
                "message",
                ATTACK,
                "service",
                ATTACK);
        CommandLine.json(manager.call(
                "PUT",
                "/api/v1/clusters/" + intercept.clusterId() + "/report",
                Map.of("managerVersion", ATTACK, "intercepts", List.of(report))));
        isText("/intercepts/" + intercept.interceptId());
        isText("/clusters");
        isHarmless("/");
    }

    @Test
    void nameOfAPersonIsText() {
        String eve = "eve-" + System.nanoTime();
        service.github.person(eve, organization);
        service.github.named(eve, ATTACK);
        CommandLine intruder = CommandLine.loggedIn(service, eve, organization);
        CommandLine.Registered intercept = intruder.register("hers-" + System.nanoTime());
        intruder.preview(intercept.interceptId());
        isText("/");
        isText("/intercepts/" + intercept.interceptId());
        isText("/audit");

        TestBrowser hers = service.browser();
        hers.signIn(eve, organization, "/api-keys");
        for (String path : List.of("/", "/clusters", "/audit", "/api-keys", "/settings", "/device", "/organizations")) {
            assertThat(hers.get(path).body()).as(path).doesNotContain("<script>alert", "<img src=x");
        }
    }

    @Test
    void nameOfAnOrganizationIsText() {
        String eve = "eva-" + System.nanoTime();
        service.github.person(eve, ATTACK + eve);
        service.github.comes(eve);
        TestBrowser hers = service.browser();
        HttpResponse<String> choice = hers.follow(hers.get("/"));
        assertThat(choice.body()).contains(HARMLESS + "&lt;img").doesNotContain("<script>alert", "<img src=x");

        String id = TestBrowser.button(choice.body(), "&quot;&#39;&gt;&lt;script");
        hers.follow(hers.post("/organizations", choice, Map.of("organization", id)));
        for (String path : List.of("/", "/clusters", "/audit", "/api-keys", "/settings", "/device", "/organizations")) {
            assertThat(hers.get(path).body())
                    .as(path)
                    .contains("&lt;script")
                    .doesNotContain("<script>alert", "<img src=x");
        }
    }

    @Test
    void nameOfAClusterIsText() {
        CommandLine.json(mallory.call(
                "POST", "/api/v1/clusters", Map.of("uid", UUID.randomUUID().toString(), "name", ATTACK)));
        isText("/clusters");
        isHarmless("/audit");
    }

    @Test
    void nameOfAKeyIsText() {
        HttpResponse<String> made = browser.post(
                "/api-keys", browser.get("/api-keys"), Map.of("name", ATTACK, "scope", "intercepts", "days", "7"));
        assertThat(made.body()).contains(HARMLESS).doesNotContain("<script>alert", "<img src=x");
        isText("/api-keys");
        isHarmless("/audit");
    }

    @Test
    void pathThatAVisitorAskedForIsText() {
        CommandLine.Registered intercept = mallory.register("asked-" + System.nanoTime());
        mallory.preview(intercept.interceptId());
        service.context
                .getBean(RequestSink.class)
                .seen(new SeenRequest(
                        intercept.interceptId(),
                        service.clock.instant(),
                        "GET",
                        "/" + ATTACK,
                        200,
                        Duration.ofMillis(12),
                        AnsweredBy.LAPTOP));
        isText("/intercepts/" + intercept.interceptId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?q=", "/audit?q=", "/audit?who="})
    void whatIsSearchedForIsText(String search) {
        isText(search + TestBrowser.form(Map.of("", ATTACK)).substring(1));
    }

    private void isText(String path) {
        isHarmless(path);
        assertThat(browser.get(path).body()).as(path).contains(HARMLESS);
    }

    private void isHarmless(String... paths) {
        for (String path : paths) {
            assertThat(browser.get(path).body()).as(path).doesNotContain("<script>alert", "<img src=x");
        }
    }
}
