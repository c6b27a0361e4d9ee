package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people belong to: no organization at all, one that GitHub keeps back, another one later. */
class BelongingTest {

    private final RunningService service = RunningService.shared();
    private final TestBrowser browser = service.browser();

    @BeforeEach
    void nextMinute() {
        service.clock.forward(Duration.ofMinutes(1));
    }

    @Test
    void whoBelongsToNoOrganizationHasTheirOwnAccount() {
        service.github.person("quinn");
        HttpResponse<String> page = browser.signIn("quinn", "quinn", "/");
        assertThat(page.statusCode()).isEqualTo(200);
        CommandLine command = CommandLine.loggedIn(service, "quinn", "quinn");
        assertThat(CommandLine.json(command.get("/api/v1/me"))
                        .path("organization")
                        .asString())
                .isEqualTo("quinn");
        assertThat(command.register("own-" + System.nanoTime()).interceptId()).isNotEmpty();
    }

    @Test
    void whatGitHubSaysOfRestrictedApplicationsIsShownWithTheWayOut() {
        service.github.person("rupert", "acme");
        service.github.refuse("rupert", "the `acme` organization has enabled OAuth App access restrictions");
        service.github.comes("rupert");
        HttpResponse<String> choice = browser.follow(browser.get("/"));
        assertThat(choice.statusCode()).isEqualTo(200);
        assertThat(choice.body())
                .contains("GitHub says: the `acme` organization has enabled OAuth App access restrictions")
                .contains(service.github.url() + "/settings/connections/applications/client")
                .contains("rupert (only you)")
                .doesNotContain(">acme<");

        service.github.refuse("rupert", "");
        HttpResponse<String> again = browser.follow(browser.post("/organizations/refresh", choice, Map.of()));
        assertThat(again.body()).contains(">acme<").doesNotContain("access restrictions");
    }

    @Test
    void organizationsBehindSingleSignOnAreCounted() {
        service.github.person("sybil", "acme");
        service.github.keepBack("sybil", 2);
        service.github.comes("sybil");
        assertThat(browser.follow(browser.get("/")).body())
                .contains("2 organizations are kept back until you sign in to single sign-on there.");
    }

    @Test
    void restrictingTheApplicationLaterEndsAccess() {
        service.github.person("trent", "acme");
        CommandLine command = CommandLine.loggedIn(service, "trent", "acme");
        service.github.refuse("trent", "restricted");
        service.clock.forward(Duration.ofMinutes(59));
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void beingAskedTooOftenIsNoAnswer() {
        service.github.person("ursula", "acme");
        CommandLine command = CommandLine.loggedIn(service, "ursula", "acme");
        service.github.refuse("ursula", "You have exceeded a secondary rate limit");
        service.clock.forward(Duration.ofMinutes(59));
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherOrganizationIsChosenWithoutGitHub() {
        service.github.person("victor", "acme", "globex");
        browser.signIn("victor", "acme", "/");
        String before = browser.cookies.getOrDefault("intercepts-session", "");
        service.github.comes("nobody");
        HttpResponse<String> choice = browser.get("/organizations");
        HttpResponse<String> page = browser.follow(browser.post(
                "/organizations", choice, Map.of("organization", TestBrowser.button(choice.body(), "globex"))));
        assertThat(page.body()).contains("globex");

        browser.cookies.put("intercepts-session", before);
        assertThat(browser.get("/").statusCode()).as("the session before").isEqualTo(302);
    }

    @Test
    void whoLostTheOrganizationCannotChooseItAtTheNextLogin() {
        service.github.person("wendy", "acme", "globex");
        browser.signIn("wendy", "acme", "/");
        service.github.person("wendy", "globex");
        service.github.comes("wendy");
        TestBrowser other = service.browser();
        assertThat(other.follow(other.get("/")).body()).contains(">globex<").doesNotContain(">acme<");
        assertThat(browser.get("/").statusCode()).as("the session before").isEqualTo(302);
    }
}
