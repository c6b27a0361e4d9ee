package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.intercepts.playground.http.Answer;
import dev.intercepts.playground.http.HttpService;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The preview's banner on pages as applications make them, in a real browser. */
@ExtendWith(Playground.class)
class BannerBrowserIT {

    private static final int HEIGHT = 36;
    private static final String LONG = "<p>line</p>".repeat(200) + "<p id=last>the last line</p>";
    private static final String STRICT =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Map<String, String> PAGES = Map.of(
            "/plain", "<!doctype html><title>plain</title>" + LONG,
            "/short", "<!doctype html><title>short</title><p id=last>hi",
            "/strict", "<!doctype html><title>strict</title>" + LONG,
            "/quirks", "<title>quirks</title>" + LONG,
            "/full-height",
                    "<!doctype html><title>full height</title><style>html, body { height: 100%; margin: 0 }</style>"
                            + LONG,
            "/hostile",
                    "<!doctype html><title>hostile</title><style>html > :not(body), div, button { display: none !important;"
                            + " transform: translateY(-300px) !important; opacity: 0 !important; height: 1px !important }"
                            + "</style>" + LONG,
            "/frames",
                    "<!doctype html><title>frames</title><iframe src=/plain></iframe><iframe srcdoc='<p>hi'></iframe>"
                            + "<object data=/short type=text/html></object>",
            "/frame-set", "<title>set</title><frameset cols=50%,*><frame src=/plain><frame src=/short></frameset>",
            "/dialog",
                    "<!doctype html><title>dialog</title><p id=last>hi<script>"
                            + "addEventListener('keydown', event => event.preventDefault(), true)</script>");

    private final Laptop laptop;
    private final HttpService application;
    private final String preview;
    private final Chromium chromium = new Chromium();
    private final Page page;

    BannerBrowserIT(World world) throws IOException {
        application = HttpService.start(
                new InetSocketAddress("127.0.0.1", 0),
                request -> PAGES.containsKey(request.path())
                        ? Answer.html(200, PAGES.get(request.path()))
                                .with(
                                        "Content-Security-Policy",
                                        request.path().equals("/strict") ? STRICT : "default-src * 'unsafe-inline'")
                        : Answer.text(404, "nothing\n"));
        laptop = Laptop.of(world, "ada", "acme", "unused");
        preview = laptop.preview("web", application.port());
        BrowserContext context = chromium.window(1280, 800, ColorScheme.LIGHT);
        page = context.newPage();
        page.navigate(preview + "/short");
        Chromium.signIn(page, world.state(), "grace", "acme");
    }

    @AfterEach
    void close() {
        chromium.close();
        laptop.close();
        application.close();
    }

    private void open(String path) {
        page.navigate(preview + path);
        assertThat(page.locator("intercepts-banner")).isAttached();
    }

    private double number(String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    /** Whether the bar is what is drawn at the bottom of the window: its shadow root is closed, its host is what is hit. */
    private boolean drawn() {
        return Boolean.TRUE.equals(page.evaluate(
                "document.elementFromPoint(innerWidth / 2, innerHeight - 18)?.localName === 'intercepts-banner'"));
    }

    @Test
    void isDrawnAndCoversNothingOnPagesOfAllKinds() {
        List<String> wrong = new ArrayList<>();
        for (String path : List.of("/plain", "/short", "/strict", "/quirks", "/full-height", "/hostile")) {
            open(path);
            Chromium.picture(page, "banner-" + path.substring(1));
            if (!drawn()) {
                wrong.add(path + ": the bar is not at the bottom of the window");
            }
            page.evaluate("scrollTo(0, 1e6)");
            // Two frames later whatever answers to the scrolling has been drawn.
            page.evaluate("new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)))");
            page.evaluate("scrollTo(0, 1e6)");
            double free = number("innerHeight - document.querySelector('#last').getBoundingClientRect().bottom");
            if (free < HEIGHT) {
                wrong.add(path + ": " + (HEIGHT - free) + " px of the last line are covered");
            }
            double with = number("document.documentElement.getBoundingClientRect().width");
            if (with != number("document.documentElement.clientWidth")) {
                wrong.add(path + ": the page became wider");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void addsItsHeightAndNoMore() {
        for (String path : List.of("/plain", "/full-height")) {
            open(path);
            double with = number("document.documentElement.scrollHeight");
            page.evaluate("document.querySelector('intercepts-banner').remove()");
            assertThat(with - number("document.documentElement.scrollHeight"))
                    .as(path)
                    .isEqualTo(HEIGHT);
        }
        open("/short");
        assertThat(number("document.documentElement.scrollHeight")).isEqualTo(800);
    }

    @Test
    void theStrictPolicyStaysAsStrictForThePage() {
        List<String> refused = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("Trusted")) {
                refused.add(message.text());
            }
        });
        open("/strict");
        assertThat(drawn()).isTrue();
        assertThat(refused).isEmpty();
        page.evaluate("""
                () => { const script = document.createElement('script');
                  try { script.src = '/short'; document.head.append(script); } catch { /* trusted types */ } }
                """);
        page.waitForCondition(() -> !refused.isEmpty());
    }

    @Test
    void isOnTheOutermostPageAlone() {
        open("/frames");
        assertThat(page.frames()).hasSizeGreaterThanOrEqualTo(4);
        page.frames().stream()
                .filter(frame -> frame.parentFrame() != null)
                .forEach(frame -> assertThat(frame.content())
                        .as(frame.url())
                        .doesNotContain("intercepts-banner", "/.intercepts/"));
        // Behind a set of frames a parser takes nothing in (HTML Standard, "after frameset"): the page is whole,
        // without a banner.
        page.navigate(preview + "/frame-set");
        assertThat(page.frames())
                .hasSize(3)
                .allSatisfy(frame ->
                        assertThat(frame.locator("intercepts-banner")).not().isAttached());
        assertThat(page.frames().getLast().locator("#last")).hasText("hi");
    }

    @Test
    void isNotOnPaper() {
        open("/plain");
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.evaluate("getComputedStyle(document.querySelector('intercepts-banner')).display"))
                .isEqualTo("none");
        assertThat(drawn()).isFalse();
    }

    @Test
    void closesByItsButtonAndStaysClosedOnAllPagesOfThisPreview() {
        open("/plain");
        page.mouse().click(1280 - 8 - 14 - number("innerWidth - document.documentElement.clientWidth"), 800 - 18);
        assertThat(page.locator("intercepts-banner")).not().isAttached();
        for (String path : List.of("/plain", "/short")) {
            page.navigate(preview + path);
            page.waitForLoadState();
            assertThat(page.locator("intercepts-banner")).not().isAttached();
        }
    }

    @Test
    void closesByKeyboardUnlessThePageTookTheKey() {
        open("/dialog");
        page.keyboard().press("Escape");
        assertThat(page.locator("intercepts-banner")).isAttached();
        open("/short");
        // The link to the dashboard comes first.
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("intercepts-banner")).not().isAttached();
    }
}
