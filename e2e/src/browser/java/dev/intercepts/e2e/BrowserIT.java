package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people see, in Chromium: the preview with its banner, and the dashboard. The pictures are in {@code
 * target/screenshots}.
 */
@ExtendWith(Playground.class)
class BrowserIT {

    private static final Path PICTURES = Path.of("target", "screenshots");

    private final World world;
    private final Laptop laptop;
    private final String preview;
    // The machine's own Chromium is driven; nothing is to be downloaded.
    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser chromium;
    private BrowserContext context;

    BrowserIT(World world) throws IOException {
        this.world = world;
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from Ada's laptop");
        this.preview = laptop.preview("hello");
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("chromium", "/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--host-resolver-rules=MAP *.localhost 127.0.0.1")));
        this.context = fresh(1280, 800, ColorScheme.LIGHT);
    }

    @BeforeEach
    void time() {
        context.setDefaultTimeout(15_000);
    }

    @AfterEach
    void close() {
        playwright.close();
        laptop.close();
    }

    @Test
    void colleagueSeesThePreviewWithItsBanner() {
        Page page = context.newPage();
        page.navigate(preview);
        signIn(page, "grace", "acme");

        assertThat(page.locator("body")).containsText("Hello from Ada's laptop");
        awaitBanner(page, true);
        assertThat(announced(page)).contains("Ada Lovelace").contains("acme");
        picture(page, "preview");

        page.keyboard().press("Escape");
        awaitBanner(page, false);
        page.reload();
        assertThat(page.locator("body")).containsText("Hello from Ada's laptop");
        page.waitForLoadState();
        awaitBanner(page, false);
    }

    private static void awaitBanner(Page page, boolean there) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(announced(page).contains("Close the preview banner"))
                        .isEqualTo(there));
    }

    /** What a screen reader finds; the banner's closed shadow root hides it from every selector. */
    private static String announced(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        try {
            return session.send("Accessibility.getFullAXTree").toString();
        } finally {
            session.detach();
        }
    }

    @Test
    void ownerOpensThePreviewUpInTheDashboardAndDeletesTheIntercept() {
        Page page = context.newPage();
        page.navigate(world.state().cloudUrl());
        signIn(page, "ada", "acme");
        Locator row = page.locator("article").filter(new Locator.FilterOptions().setHasText("deployment/hello"));
        assertThat(row).containsText("Active");
        assertThat(row).containsText("Private");
        picture(page, "dashboard");

        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make public"))
                .click();
        assertThat(row).containsText("Public: anyone with the link");
        try (BrowserContext stranger = fresh(1280, 800, ColorScheme.LIGHT)) {
            Page open = stranger.newPage();
            open.navigate(preview);
            assertThat(open.locator("body")).containsText("Hello from Ada's laptop");
        }

        row.getByText("Details").click();
        picture(page, "dashboard-details");
        page.onDialog(dialog -> dialog.accept());
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete intercept"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Nothing is intercepted")))
                .isVisible();
        picture(page, "dashboard-empty");
    }

    @Test
    void dashboardFitsADarkPhoneAndChangesByItself() {
        context.close();
        context = fresh(360, 740, ColorScheme.DARK);
        Page page = context.newPage();
        page.navigate(world.state().cloudUrl());
        signIn(page, "grace", "acme");
        Locator row = page.locator("article").filter(new Locator.FilterOptions().setHasText("deployment/hello"));
        assertThat(row).containsText("Active");
        picture(page, "dashboard-phone-dark");
        Object overflow = page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
        assertThat(overflow).as("the page scrolls sideways").isEqualTo(false);

        laptop.telepresence().run("preview", "public", "hello").ok();
        assertThat(row).containsText("Public: anyone with the link");
    }

    private BrowserContext fresh(int width, int height, ColorScheme scheme) {
        return chromium.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    }

    /** The pages that come up on the way: the dashboard's, the stand-in's of GitHub, the choice of an organization. */
    private void signIn(Page page, String login, String organization) {
        String github = world.state().githubUrl();
        for (int steps = 0; steps < 6; steps++) {
            page.waitForLoadState();
            String url = page.url();
            if (url.startsWith(github + "/login/oauth/authorize")) {
                button(page, "Authorize").click();
            } else if (url.startsWith(github + "/login")) {
                button(page, login).click();
            } else if (url.startsWith(world.state().cloudUrl() + "/organizations")) {
                button(page, organization).click();
            } else if (url.startsWith(world.state().cloudUrl() + "/login")) {
                page.getByText("GitHub").last().click();
            } else {
                return;
            }
        }
    }

    private static Locator button(Page page, String text) {
        return page.getByRole(AriaRole.BUTTON)
                .filter(new Locator.FilterOptions().setHasText(text))
                .first();
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
