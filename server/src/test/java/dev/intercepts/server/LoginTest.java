package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing in with a browser. */
class LoginTest {

    private final RunningService service = RunningService.shared();

    @Test
    void leadsThroughGitHubAndTheChoiceBackToWhereOneWanted() {
        service.github.person("ada", "acme", "globex");
        TestBrowser browser = service.browser();

        HttpResponse<String> page = browser.signIn("ada", "acme", "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().getPath()).isEqualTo("/");
        assertThat(page.body()).contains("ADA").contains("acme");
        assertThat(browser.cookies).containsKey("intercepts-session");
    }

    @Test
    void organizationThatOneDoesNotBelongToCannotBeChosen() {
        service.github.person("bob", "acme");
        service.github.person("eve", "initech");
        TestBrowser bob = service.browser();
        bob.signIn("bob", "acme", "/");
        service.github.comes("eve");
        TestBrowser eve = service.browser();
        HttpResponse<String> own = eve.follow(eve.get("/"));
        TestBrowser other = service.browser();
        service.github.comes("bob");
        String acme =
                other.follow(other.get("/")).body().replaceFirst("(?s).*value=\"([0-9a-f-]{36})\"[^>]*>acme.*", "$1");

        eve.post("/organizations", own, Map.of("organization", acme));

        assertThat(eve.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void formWithoutItsTokenIsRefused() {
        service.github.person("carl", "acme");
        TestBrowser carl = service.browser();
        HttpResponse<String> page = carl.signIn("carl", "acme", "/");
        assertThat(page.body()).contains("_csrf");

        HttpResponse<String> forged = carl.post("/logout", carl.get("/v3/api-docs"), Map.of());

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(carl.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void signingOutEndsTheSessionAtTheServerToo() {
        service.github.person("dora", "acme");
        TestBrowser dora = service.browser();
        HttpResponse<String> page = dora.signIn("dora", "acme", "/");
        String session = dora.cookies.getOrDefault("intercepts-session", "");

        dora.post("/logout", page, Map.of());
        dora.cookies.put("intercepts-session", session);

        assertThat(dora.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void membershipIsAskedAgainWithinTheHourAndItsLossEndsAccess() {
        service.github.person("finn", "acme");
        TestBrowser finn = service.browser();
        finn.signIn("finn", "acme", "/");
        service.github.person("finn");
        assertThat(finn.get("/").statusCode()).isEqualTo(200);

        service.clock.forward(Duration.ofMinutes(61));

        HttpResponse<String> page = finn.get("/");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(TestBrowser.location(page)).endsWith("/organizations");
    }

    @Test
    void scriptsAreToldAndNotRedirected() {
        assertThat(service.browser().get("/events").statusCode()).isIn(302);
        HttpResponse<String> answer = new CommandLine(service).call("GET", "/intercepts", null);
        assertThat(answer.statusCode()).isIn(302, 401);
    }

    @Test
    void pagesCannotBeFramedAndRunNoForeignScript() {
        HttpResponse<String> page = service.browser().get("/login");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe-inline");
    }
}
