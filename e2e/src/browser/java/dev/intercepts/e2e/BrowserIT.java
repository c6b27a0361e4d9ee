package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people see, in Chromium: the preview with its banner, and the dashboard. The pictures are in {@code
 * target/screenshots}.
 */
@ExtendWith(Playground.class)
class BrowserIT {

    private final World world;
    private final Laptop laptop;
    private final String preview;
    private final Chromium chromium = new Chromium();
    private BrowserContext context;

    BrowserIT(World world) throws IOException {
        this.world = world;
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from Ada's laptop");
        this.preview = laptop.preview("hello");
        this.context = chromium.window(1280, 800, ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        chromium.close();
        laptop.close();
    }

    @Test
    void colleagueSeesThePreviewWithItsBanner() {
        Page page = context.newPage();
        page.navigate(preview);
        Chromium.signIn(page, world.state(), "grace", "acme");

        assertThat(page.locator("body")).containsText("Hello from Ada's laptop");
        awaitBanner(page, true);
        assertThat(announced(page)).contains("Ada Lovelace").contains("acme");
        Chromium.picture(page, "preview");

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
        Chromium.signIn(page, world.state(), "ada", "acme");
        Locator row = page.locator("article").filter(new Locator.FilterOptions().setHasText("deployment/hello"));
        assertThat(row).containsText("Active");
        assertThat(row).containsText("Private");
        Chromium.picture(page, "dashboard");

        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make public"))
                .click();
        assertThat(row).containsText("Public: anyone with the link");
        try (BrowserContext stranger = chromium.window(1280, 800, ColorScheme.LIGHT)) {
            Page open = stranger.newPage();
            open.navigate(preview);
            assertThat(open.locator("body")).containsText("Hello from Ada's laptop");
        }

        row.getByText("Details").click();
        Chromium.picture(page, "dashboard-details");
        page.onDialog(dialog -> dialog.accept());
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete intercept"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Nothing is intercepted")))
                .isVisible();
        Chromium.picture(page, "dashboard-empty");
    }

    @Test
    void dashboardFitsADarkPhoneAndChangesByItself() {
        context.close();
        context = chromium.window(360, 740, ColorScheme.DARK);
        Page page = context.newPage();
        page.navigate(world.state().cloudUrl());
        Chromium.signIn(page, world.state(), "grace", "acme");
        Locator row = page.locator("article").filter(new Locator.FilterOptions().setHasText("deployment/hello"));
        assertThat(row).containsText("Active");
        Chromium.picture(page, "dashboard-phone-dark");
        Object overflow = page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
        assertThat(overflow).as("the page scrolls sideways").isEqualTo(false);

        laptop.telepresence().run("preview", "public", "hello").ok();
        assertThat(row).containsText("Public: anyone with the link");
    }
}
