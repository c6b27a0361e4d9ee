package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What holds for every page, form and call, asked of each one that the service answers to: the addresses come from the controllers
 * themselves, so that a new one cannot be forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryMappingTest {

    private static final String DASHBOARD = "dev.intercepts.dashboard.";
    private static final String API = "dev.intercepts.cloud.api.";

    /** Where one is before one has signed in and chosen, and what helps whoever cannot. */
    private static final Set<String> DOOR = Set.of("/login", "/organizations", "/help");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final RunningService service = RunningService.shared();
    private final String organization = "every-" + System.nanoTime();
    private final TestBrowser victim = service.browser();
    private final TestBrowser attacker = service.browser();
    private CommandLine marion = new CommandLine(service);
    private CommandLine.Registered intercept = new CommandLine.Registered("", "", "");

    /** How a page of another site may send a form. */
    enum Forged {
        WITHOUT_A_TOKEN,
        WITH_A_GUESSED_TOKEN,
        WITH_THE_ATTACKERS_TOKEN,
        AS_A_SCRIPT_WOULD
    }

    record Mapping(String method, String path) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    void people() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("marion", organization);
        service.github.person("mallet", "mallets-" + organization);
        service.github.owner("marion");
        marion = CommandLine.loggedIn(service, "marion", organization);
        intercept = marion.register("every-" + System.nanoTime());
        marion.preview(intercept.interceptId());
        victim.signIn("marion", organization, "/");
        attacker.signIn("mallet", "mallets-" + organization, "/");
        victim.post("/api-keys", victim.get("/api-keys"), Map.of("name", "kept", "scope", "intercepts", "days", "7"));
    }

    Stream<Mapping> forms() {
        // Signing out is Spring Security's, which no controller names.
        return Stream.concat(
                mappings(DASHBOARD, method -> !method.equals("GET")), Stream.of(new Mapping("POST", "/logout")));
    }

    Stream<Mapping> pages() {
        return mappings(DASHBOARD, "GET"::equals);
    }

    Stream<Mapping> calls() {
        return mappings(API, method -> true);
    }

    Stream<Mapping> everything() {
        return Stream.of(forms(), pages(), calls())
                .flatMap(mappings -> mappings)
                .filter(mapping -> mapping.path().length() > 1);
    }

    private Stream<Mapping> mappings(String where, Predicate<String> wanted) {
        List<Mapping> mappings = new ArrayList<>();
        service.context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith(where))
                .forEach(entry -> {
                    assertThat(entry.getKey().getMethodsCondition().getMethods())
                            .as("methods of " + entry.getValue())
                            .isNotEmpty();
                    for (RequestMethod method :
                            entry.getKey().getMethodsCondition().getMethods()) {
                        entry.getKey()
                                .getPatternValues()
                                .forEach(path -> mappings.add(new Mapping(method.name(), path)));
                    }
                });
        return mappings.stream().filter(mapping -> wanted.test(mapping.method()));
    }

    @Test
    void controllersAreFound() {
        assertThat(forms().map(Mapping::path))
                .contains("/device/approve", "/clusters/{id}/revoke", "/api-keys/{id}/revoke");
        assertThat(pages().map(Mapping::path)).contains("/", "/device", "/audit/export", "/events");
        assertThat(calls().map(Mapping::toString)).contains("DELETE /api/v1/intercepts/{id}");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void formOfAnotherSiteIsRefused(Mapping form) {
        for (Forged way : Forged.values()) {
            HttpResponse<?> answer = switch (way) {
                case WITHOUT_A_TOKEN -> send(victim, form.method(), path(form), Map.of());
                case WITH_A_GUESSED_TOKEN -> forged(form, "guessed");
                case WITH_THE_ATTACKERS_TOKEN -> forged(form, TestBrowser.csrf(attacker.get("/settings")));
                case AS_A_SCRIPT_WOULD ->
                    send(victim, form.method(), path(form), Map.of("X-XSRF-TOKEN", "guessed", "HX-Request", "true"));
            };
            assertThat(answer.statusCode()).as(form + " " + way).isEqualTo(403);
        }
        assertThat(victim.get("/intercepts/" + intercept.interceptId()).body())
                .contains("Private: members of", "Let preflights pass");
        assertThat(victim.get("/api-keys").body()).contains("kept");
        assertThat(report()).as("token of the cluster").isEqualTo(200);
    }

    /** Else it would be something else that refuses them. */
    @ParameterizedTest
    @MethodSource("forms")
    void formOfOurOwnIsNot(Mapping form) {
        TestBrowser browser = service.browser();
        HttpResponse<String> page = browser.signIn("marion", organization, "/settings");
        String nobody = form.path().replace("{id}", UUID.randomUUID().toString());
        assertThat(browser.post(nobody, page, Map.of()).statusCode())
                .as(form.toString())
                .isNotEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pageCarriesTheHeadersThatOwaspRecommends(Mapping page) {
        for (Map<String, String> asked : List.of(Map.<String, String>of(), Map.of("HX-Request", "true"))) {
            assertSafe(page.toString(), send(victim, "GET", path(page), asked));
            assertSafe(page + " without a login", send(service.browser(), "GET", path(page), asked));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void refusalCarriesThemToo(Mapping form) {
        assertSafe(form.toString(), send(victim, form.method(), path(form), Map.of()));
    }

    @Test
    void soDoesWhatIsNotThere() {
        assertSafe("/nowhere", send(victim, "GET", "/nowhere", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pageWantsALogin(Mapping page) {
        HttpResponse<InputStream> answer = send(service.browser(), "GET", path(page), Map.of("Accept", "text/html"));
        if (DOOR.contains(page.path())) {
            assertThat(answer.statusCode()).isIn(200, 302);
        } else {
            assertThat(answer.statusCode()).as(page.toString()).isIn(302, 401);
        }
    }

    /** What looks at addresses as they stand in a request, such as limits, must see each of them in one spelling alone. */
    @ParameterizedTest
    @MethodSource("everything")
    void otherSpellingIsNoAddress(Mapping mapping) {
        String path = path(mapping);
        String spelt = "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2);
        assertThat(send(victim, mapping.method(), spelt, Map.of()).statusCode())
                .as(spelt)
                .isEqualTo(400);
    }

    /** The API knows no cookies, so no other site's page can call it in anybody's name. */
    @ParameterizedTest
    @MethodSource("calls")
    void cookieOpensNoCall(Mapping call) {
        if (call.path().equals("/.well-known/intercepts")) {
            return;
        }
        String report = "{\"managerVersion\":\"1\",\"intercepts\":[]}";
        assertThat(send(victim, call.method(), path(call), Map.of("Content-Type", "application/json"), report)
                        .statusCode())
                .as(call.toString())
                .isEqualTo(401);
    }

    private static void assertSafe(String what, HttpResponse<?> answer) {
        HttpHeaders headers = answer.headers();
        assertThat(headers.map())
                .as(what)
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsEntry("x-permitted-cross-domain-policies", List.of("none"))
                .containsKeys("permissions-policy");
        assertThat(headers.firstValue("content-security-policy").orElse(""))
                .as(what)
                .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("cache-control").orElse("")).as(what).contains("no-store");
    }

    private HttpResponse<?> forged(Mapping form, String token) {
        Map<String, String> fields = Map.of(
                "_csrf",
                token,
                "access",
                "PUBLIC",
                "pass",
                "true",
                "organization",
                UUID.randomUUID().toString());
        return send(victim, form.method(), path(form), Map.of(), TestBrowser.form(fields));
    }

    private int report() {
        CommandLine cluster = new CommandLine(service);
        cluster.accessToken = intercept.clusterToken();
        return cluster.call(
                        "PUT",
                        "/api/v1/clusters/" + intercept.clusterId() + "/report",
                        Map.of("managerVersion", "0.1.0", "intercepts", List.of()))
                .statusCode();
    }

    private String path(Mapping mapping) {
        String id = mapping.path().contains("/clusters/") ? intercept.clusterId() : intercept.interceptId();
        return mapping.path().replace("{id}", id);
    }

    private HttpResponse<InputStream> send(
            TestBrowser browser, String method, String path, Map<String, String> headers) {
        return send(browser, method, path, headers, "");
    }

    /** The answer as soon as its head is there, for some are streams that do not end. */
    private HttpResponse<InputStream> send(
            TestBrowser browser, String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url + path));
        if (!browser.cookies.isEmpty()) {
            request.header("Cookie", TestBrowser.header(browser.cookies));
        }
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.method(method, BodyPublishers.ofString(body));
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            answer.body().close();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
