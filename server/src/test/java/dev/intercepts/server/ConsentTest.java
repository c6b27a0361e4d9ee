package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.login.Consent;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command gets a code before its person has said yes to it, on a page that says what it will be able to do. */
class ConsentTest {

    private static final String CALLBACK = "http://127.0.0.1:";
    private static final String LOGIN = CommandLine.authorizePath(CommandLine.REDIRECT, "first");
    private static final String OTHER = CommandLine.authorizePath(CommandLine.REDIRECT, "second");

    private final RunningService service = RunningService.shared();
    private final TestBrowser browser = service.browser();

    @BeforeEach
    void person() {
        service.clock.forward(Duration.ofMinutes(1));
        service.github.person("carla", "acme", "globex");
    }

    @Test
    void whoIsSignedInIsAskedToo() {
        browser.signIn("carla", "acme", "/");
        HttpResponse<String> page = browser.follow(browser.get(LOGIN));
        assertThat(page.uri().getPath()).isEqualTo("/organizations");
        assertThat(page.body())
                .contains("Let the telepresence command act for you?", "<strong>carla</strong>", "make API keys")
                .contains("Turn it away");
        assertThat(TestBrowser.location(browser.choose(page, "globex")))
                .startsWith(CALLBACK)
                .contains("code=", "state=first");
    }

    @Test
    void whoSignsInOnTheWayIsAskedOnce() {
        service.github.comes("carla");
        HttpResponse<String> page = browser.follow(browser.get(LOGIN));
        assertThat(page.body()).contains("Let the telepresence command act for you?");
        assertThat(TestBrowser.location(browser.choose(page, "acme")))
                .startsWith(CALLBACK)
                .contains("code=");
    }

    @Test
    void whoJustChangesTheOrganizationIsAskedNothing() {
        HttpResponse<String> home = browser.signIn("carla", "acme", "/");
        assertThat(home.statusCode()).isEqualTo(200);
        HttpResponse<String> page = browser.get("/organizations");
        assertThat(page.body())
                .contains("Choose an organization")
                .doesNotContain("telepresence command", "Turn it away");
        assertThat(browser.choose(page, "globex").body()).contains("globex");
    }

    @Test
    void yesIsGoodForOneRequestAndOnce() {
        browser.signIn("carla", "acme", "/");
        HttpResponse<String> page = browser.follow(browser.get(LOGIN));
        assertThat(TestBrowser.location(browser.choose(page, "acme"))).contains("code=");
        assertThat(TestBrowser.location(browser.get(LOGIN))).isEqualTo(service.url + "/organizations");
    }

    @Test
    void requestThatComesUpMeanwhileIsNotGrantedAlong() {
        browser.signIn("carla", "acme", "/");
        HttpResponse<String> seen = browser.follow(browser.get(LOGIN));
        browser.get(OTHER);

        HttpResponse<String> again = browser.choose(seen, "acme");

        assertThat(again.uri().getPath()).isEqualTo("/organizations");
        assertThat(TestBrowser.location(browser.choose(again, "acme"))).contains("code=", "state=second");
    }

    @Test
    void pageWithoutAQuestionGrantsNothing() {
        browser.signIn("carla", "acme", "/");
        HttpResponse<String> plain = browser.get("/organizations");
        browser.get(LOGIN);
        HttpResponse<String> again = browser.choose(plain, "acme");
        assertThat(again.body()).contains("Let the telepresence command act for you?");
    }

    @Test
    void commandThatIsTurnedAwayIsTold() {
        browser.signIn("carla", "acme", "/");
        HttpResponse<String> page = browser.follow(browser.get(LOGIN));
        HttpResponse<String> away = browser.post("/organizations/turn-away", page, Map.of());
        assertThat(TestBrowser.location(away))
                .startsWith(CommandLine.REDIRECT + "?error=access_denied&")
                .endsWith("&state=first")
                .doesNotContain("code=");
        assertThat(browser.get("/organizations").body()).contains("Choose an organization");
    }

    @Test
    void turningNothingAwayLeadsHome() {
        HttpResponse<String> home = browser.signIn("carla", "acme", "/");
        assertThat(TestBrowser.location(browser.post("/organizations/turn-away", home, Map.of())))
                .isEqualTo(service.url + "/");
    }

    @Test
    void formIsNoWayRoundTheQuestion() {
        HttpResponse<String> home = browser.signIn("carla", "acme", "/");
        HttpResponse<String> posted = browser.post(LOGIN, home, Map.of());
        assertThat(posted.statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/%61uthorize",
                "/oauth2/authoriz%65",
                "/%6Fauth2/authorize",
                "/oauth2/%2561uthorize",
                "/oauth2%2Fauthorize",
                "/oauth2/./authorize",
                "/oauth2/%2e/authorize",
                "/x/../oauth2/authorize",
                "/oauth2//authorize",
                "//oauth2/authorize",
                "/oauth2/authorize/",
                "/oauth2/authorize;a=b",
                "/oauth2;a/authorize",
                "/OAuth2/Authorize",
                "/oauth2/%C1%A1uthorize",
            })
    void otherSpellingOfTheAddressIsNoWayRoundTheQuestion(String spelling) {
        browser.signIn("carla", "acme", "/");
        HttpResponse<String> answer = browser.get(LOGIN.replace(Consent.AUTHORIZE_PATH, spelling));
        assertThat(answer.statusCode()).as(answer.toString()).isIn(400, 404);
        assertThat(TestBrowser.location(answer)).doesNotContain("code=");
    }

    @Test
    void requestsThatAreNotOfTheCommandAreRefused() {
        browser.signIn("carla", "acme", "/");
        assertThat(browser.get(LOGIN.replace("127.0.0.1", "127.0.0.2")).statusCode())
                .isEqualTo(400);
        assertThat(browser.get(LOGIN.replace("callback", "elsewhere")).statusCode())
                .isEqualTo(400);
        String evil = "redirect_uri=http%3A%2F%2Fevil.example%2Fcallback";
        assertThat(browser.get(LOGIN.replace("?", "?" + evil + "&")).statusCode())
                .isEqualTo(400);
        assertThat(browser.get(LOGIN + "&" + evil).statusCode()).isEqualTo(400);
        assertThat(browser.get(LOGIN.replace("?", "?redirect_uri=&")).statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/organizations").body()).doesNotContain("telepresence command");
    }
}
