package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.CookieJar.Cookie;
import dev.intercepts.playground.browser.Page;
import dev.intercepts.playground.tour.People;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who does not get into a private preview, and what a visitor cannot bring along. One laptop and one preview for all tests. */
@ExtendWith(Playground.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivatePreviewIT {

    private static final String ID_HEADER = "x-telepresence-intercept-id";

    private final World world;
    private final People people;
    private final Laptop laptop;
    private final String preview;
    private final List<Browser> browsers = new ArrayList<>();

    PrivatePreviewIT(World world) throws IOException {
        this.world = world;
        this.people = new People(world.state());
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from a private laptop");
        this.preview = laptop.preview("hello");
    }

    @BeforeEach
    void makePrivate() {
        laptop.telepresence().run("preview", "private", "hello").ok();
        await().untilAsserted(() -> assertSentToLogin(browser().openWithoutRedirects(preview)));
    }

    @AfterEach
    void closeBrowsers() {
        browsers.forEach(Browser::close);
        browsers.clear();
    }

    @AfterAll
    void leave() {
        laptop.close();
    }

    @Test
    void pageLoadWithoutSessionIsSentToTheLogin() {
        Page page = browser().openWithoutRedirects(preview);
        assertSentToLogin(page);
    }

    @Test
    void otherRequestWithoutSessionIsUnauthorized() {
        Page page = browser()
                .open(
                        URI.create(preview),
                        Map.of("Accept", "application/json", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Dest", "empty"));
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.body()).doesNotContain(laptop.says());
    }

    @Test
    void memberOfAnotherOrganizationIsRefused() {
        Browser linus = browser();
        Page page = people.signIn(linus, linus.open(preview), "linus", "globex");
        assertThat(page.status()).isIn(403, 404);
        assertThat(page.body()).doesNotContain(laptop.says());
    }

    @Test
    void personWithTheWrongOrganizationChosenIsRefused() {
        Browser margaret = browser();
        Page page = people.signIn(margaret, margaret.open(preview), "margaret", "globex");
        assertThat(page.status()).isIn(403, 404);
        assertThat(page.body()).doesNotContain(laptop.says());
    }

    @Test
    void colleagueGetsInAndTheCookieIsForThisPreviewOnly() {
        Browser grace = signedIn("grace");
        String other = laptop.previewOfPort("orders", "http");
        Browser thief = browser();
        for (Cookie cookie : grace.cookies().cookiesFor(URI.create(preview))) {
            assertThat(cookie.hostOnly()).isTrue();
            thief.cookies().put(moved(cookie, other));
        }
        assertSentToLogin(thief.openWithoutRedirects(other));
    }

    @Test
    void forgedCookieIsNoSession() {
        Browser grace = signedIn("grace");
        Browser forger = browser();
        for (Cookie cookie : grace.cookies().cookiesFor(URI.create(preview))) {
            forger.cookies().put(withValue(cookie, changed(cookie.value())));
        }
        assertSentToLogin(forger.openWithoutRedirects(preview));
    }

    @Test
    void codeThatWasUsedOpensNothing() {
        Browser grace = signedIn("grace");
        Browser again = browser();
        // A visit of a browser that is known to the dashboard, stopped at the way back to the preview.
        grace.cookies().cookiesFor(URI.create(world.state().cloudUrl())).forEach(again.cookies()::put);
        Page handOff = again.openUntil(preview, preview.replaceFirst("/*$", "") + "/");
        assertThat(handOff.redirects()).as("a hand-off to %s", preview).isTrue();
        String code = handOff.location().toString();

        Page used = again.openWithoutRedirects(code);
        assertThat(again.cookies().cookiesFor(URI.create(preview)))
                .as(used.toString())
                .isNotEmpty();
        Browser late = browser();
        late.openWithoutRedirects(code);
        assertThat(late.openWithoutRedirects(preview).body()).doesNotContain(laptop.says());
        assertSentToLogin(late.openWithoutRedirects(preview));
    }

    @Test
    void visitorsOwnInterceptHeaderNeverReachesTheIngress() {
        laptop.telepresence().run("preview", "public", "hello").ok();
        await().untilAsserted(() ->
                assertThat(browser().openWithoutRedirects(preview).status()).isEqualTo(200));
        Page page = browser()
                .open(
                        URI.create(preview + "/headers"),
                        Map.of(
                                ID_HEADER,
                                "forged:orders",
                                "X-Telepresence-Other",
                                "forged",
                                "X-Forwarded-For",
                                "203.0.113.9"));
        List<String> arrived = page.body()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-"))
                .toList();
        assertThat(arrived).anyMatch(line -> line.startsWith(ID_HEADER + ": ") && line.endsWith(":hello"));
        assertThat(arrived).noneMatch(line -> line.contains("forged") || line.contains("203.0.113.9"));
    }

    private void assertSentToLogin(Page page) {
        assertThat(page.status()).isIn(302, 303, 307);
        assertThat(page.location().toString()).startsWith(world.state().cloudUrl());
        assertThat(page.body()).doesNotContain(laptop.says());
    }

    private Browser signedIn(String login) {
        Browser browser = browser();
        Page page = people.signIn(browser, browser.open(preview), login, "acme");
        assertThat(page.text()).contains(laptop.says());
        return browser;
    }

    private Browser browser() {
        Browser browser = new Browser();
        browsers.add(browser);
        return browser;
    }

    private static Cookie moved(Cookie cookie, String url) {
        return new Cookie(
                URI.create(url).getHost(),
                cookie.hostOnly(),
                cookie.path(),
                cookie.secure(),
                cookie.until(),
                cookie.name(),
                cookie.value());
    }

    private static Cookie withValue(Cookie cookie, String value) {
        return new Cookie(
                cookie.host(), cookie.hostOnly(), cookie.path(), cookie.secure(), cookie.until(), cookie.name(), value);
    }

    /** The same length and alphabet, another value. */
    private static String changed(String value) {
        char first = value.charAt(0) == 'A' ? 'B' : 'A';
        return first + value.substring(1);
    }
}
