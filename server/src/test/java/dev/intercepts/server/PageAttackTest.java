package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people, laptops, clusters and visitors write must stay text on the pages; and nobody else sends their forms. */
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

    @ParameterizedTest
    @ValueSource(strings = {"access", "preflights", "preview/remove", "delete"})
    void formsOfAnotherSiteChangeNothing(String form) {
        CommandLine.Registered intercept = mallory.register("kept-" + System.nanoTime());
        mallory.preview(intercept.interceptId());
        HttpResponse<String> page = browser.get("/intercepts/" + intercept.interceptId());
        Map<String, String> fields = Map.of("access", "PUBLIC", "pass", "true", "_csrf", "guessed");

        assertThat(browser.post("/intercepts/" + intercept.interceptId() + "/" + form, elsewhere(), fields)
                        .statusCode())
                .isEqualTo(403);

        String after = browser.get("/intercepts/" + intercept.interceptId()).body();
        assertThat(after).contains("Private: members of", "Let preflights pass");
        assertThat(page.body()).contains("name=\"_csrf\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/settings", "/settings/close-public-previews", "/api-keys", "/logout", "/organizations"})
    void formsOfAnotherSiteAreRefusedEverywhere(String path) {
        assertThat(browser.post(path, elsewhere(), Map.of("_csrf", "guessed")).statusCode())
                .isEqualTo(403);
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
    }

    /** A page that has no token of ours. */
    private HttpResponse<String> elsewhere() {
        return browser.get("/assets/icon.svg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/clusters", "/audit", "/settings", "/api-keys", "/login", "/nowhere"})
    void pagesCarryTheHeadersThatOwaspRecommends(String path) {
        HttpHeaders headers = browser.get(path).headers();
        assertThat(headers.map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsEntry("x-permitted-cross-domain-policies", List.of("none"))
                .containsKeys("permissions-policy");
        assertThat(headers.firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("cache-control").orElse("")).contains("no-store");
    }
}
