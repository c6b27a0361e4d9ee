package dev.intercepts.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.intercepts.playground.world.WorldState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Chromium that the machine has, and the way into the hosted service. */
final class Chromium implements AutoCloseable {

    /** Enough for a slow machine; nothing waits so long when all is well. */
    static final double PATIENCE_MS = 30_000;

    private static final Path PICTURES = Path.of("target", "screenshots");

    // The machine's own Chromium is driven; nothing is to be downloaded.
    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser chromium = playwright
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

    /** A window of somebody whom nothing knows yet. */
    BrowserContext window(int width, int height, ColorScheme scheme) {
        return window(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    }

    BrowserContext window(Browser.NewContextOptions options) {
        BrowserContext context = chromium.newContext(options);
        context.setDefaultTimeout(PATIENCE_MS);
        context.setDefaultNavigationTimeout(PATIENCE_MS);
        return context;
    }

    /** The pages that come up on the way: the dashboard's, the stand-in's of GitHub, the choice of an organization. */
    static void signIn(Page page, WorldState world, String login, String organization) {
        for (int steps = 0; steps < 6; steps++) {
            page.waitForLoadState();
            String url = page.url();
            if (url.startsWith(world.githubUrl() + "/login/oauth/authorize")) {
                button(page, "Authorize").click();
            } else if (url.startsWith(world.githubUrl() + "/login")) {
                button(page, login).click();
            } else if (url.startsWith(world.cloudUrl() + "/organizations")) {
                button(page, organization).click();
            } else if (url.startsWith(world.cloudUrl() + "/login")) {
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

    /** What the window shows, in {@code target/screenshots}. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
