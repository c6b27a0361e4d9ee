package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.catalina.Context;
import org.apache.catalina.Manager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** What is kept of those who are not signed in: where they wanted to go, in their own browser. */
class StrangersTest {

    private static final String WANTED = "intercepts-wanted";

    private final RunningService service = RunningService.shared();
    private final Manager sessions = sessions(service);

    @BeforeEach
    void nextMinute() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("stella", "acme");
    }

    @Test
    void pageLoadsOfStrangersLeaveNoSession() {
        long before = sessions.getSessionCounter();
        IntStream.range(0, 500)
                .forEach(
                        i -> assertThat(service.browser().get("/").statusCode()).isEqualTo(302));
        assertThat(sessions.getSessionCounter()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/organizations",
                "/help",
                "/nowhere",
                "/assets/nothing.css",
                "/visit?preview=a&nonce=b",
                "/login/oauth2/code/github?code=a&state=b",
                "/.well-known/intercepts",
                "/v3/api-docs",
                "/api/v1/me"
            })
    void neitherDoesAnythingElseThatIsOpen(String path) {
        long before = sessions.getSessionCounter();
        HttpResponse<String> answer = service.browser().get(path);
        assertThat(answer.statusCode()).isLessThan(500);
        assertThat(sessions.getSessionCounter()).isEqualTo(before);
    }

    @Test
    void commandThatComesToAStrangerLeavesNoneEither() {
        long before = sessions.getSessionCounter();
        service.browser().get(CommandLine.authorizePath(CommandLine.REDIRECT, "s"));
        assertThat(sessions.getSessionCounter()).isEqualTo(before);
    }

    @Test
    void whatOneWantedIsKeptInTheBrowserForAWhileAndForgottenThere() {
        TestBrowser browser = service.browser();
        HttpResponse<String> first = browser.get("/audit?who=ada&q=a%2Bb%26c");
        assertThat(first.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith(WANTED + "=")
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=1800")
                .doesNotContain("Domain");
        service.github.comes("stella");

        HttpResponse<String> there = browser.choose(browser.follow(first), "acme");

        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(there.uri().toString()).isEqualTo(service.url + "/audit?who=ada&q=a%2Bb%26c");
        assertThat(browser.cookies).doesNotContainKey(WANTED);
    }

    @Test
    void addressThatNoCookieHoldsLeadsHomeAndNotWhereOneWantedBefore() {
        TestBrowser browser = service.browser();
        browser.get("/settings");
        HttpResponse<String> first = browser.get("/audit?q=" + "x".repeat(4000));
        service.github.comes("stella");
        HttpResponse<String> there = browser.choose(browser.follow(first), "acme");
        assertThat(there.uri().toString()).isEqualTo(service.url + "/");
    }

    /** The cookie is the browser's own, but whoever gets to set one must not lead anybody away by it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "///evil.example/",
                "/\\evil.example/",
                "\\\\evil.example/",
                "/\t/evil.example/",
                "\t//evil.example/",
                " //evil.example/",
                "/\r\nLocation: https://evil.example/",
                "javascript:alert(1)",
                "evil.example",
                ".evil.example/",
                "@evil.example/",
                ":80@evil.example/",
                "/.//evil.example/",
                "/..//evil.example/",
                "/{evil}",
                "/%",
                "/\u00e9",
                "",
            })
    void forgedCookieLeadsNowhereElse(String address) {
        forged(Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "not base64!", "L", "Ly9ldmls====", "//evil.example/", "https://evil.example/"})
    void neitherDoesOneThatIsNone(String value) {
        forged(value);
    }

    private void forged(String value) {
        TestBrowser browser = service.browser();
        service.github.comes("stella");
        HttpResponse<String> choice = browser.follow(browser.get("/"));
        browser.cookies.put(WANTED, value);
        HttpResponse<String> there = browser.choose(choice, "acme");
        assertThat(there.uri().toString()).startsWith(service.url + "/");
        assertThat(there.statusCode()).isIn(200, 400, 404);
        assertThat(TestBrowser.location(there)).startsWith(service.url + "/");
    }

    private static Manager sessions(RunningService service) {
        TomcatWebServer server = (TomcatWebServer)
                Objects.requireNonNull(((ServletWebServerApplicationContext) service.context).getWebServer());
        return ((Context) server.getTomcat().getHost().findChildren()[0]).getManager();
    }
}
