package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.intercepts.playground.world.World;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page: in light, dark, on a phone and on a wide screen, by axe-core, by keyboard, and without scripts. */
@ExtendWith(Playground.class)
class PagesBrowserIT {

    private record Look(String name, int width, int height, ColorScheme scheme) {}

    private static final List<Look> LOOKS = List.of(
            new Look("light", 1280, 800, ColorScheme.LIGHT),
            new Look("dark", 1280, 800, ColorScheme.DARK),
            new Look("phone", 320, 640, ColorScheme.LIGHT),
            new Look("phone-dark", 320, 640, ColorScheme.DARK),
            new Look("wide", 2560, 1280, ColorScheme.LIGHT));

    private final WorldState world;
    private final Laptop laptop;
    private final String preview;
    private final Chromium chromium = new Chromium();

    PagesBrowserIT(World world) throws IOException {
        this.world = world.state();
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from Ada's laptop");
        this.preview = laptop.preview("hello");
    }

    @AfterEach
    void close() {
        chromium.close();
        laptop.close();
    }

    @Test
    void everyPageFitsAndKeepsNobodyOut() {
        String signedIn;
        String intercept;
        try (BrowserContext context = chromium.window(1280, 800, ColorScheme.LIGHT)) {
            Page page = dashboard(context, "ada");
            intercept = page.locator("article h3 a").first().getAttribute("href");
            page.navigate(preview);
            Chromium.signIn(page, world, "ada", "acme");
            signedIn = context.storageState();
        }
        URI other = URI.create(preview);
        String unknown = preview.replace(other.getHost().split("\\.", 2)[0], "nothing-is-here");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("intercepts", world.cloudUrl() + "/");
        pages.put("nothing-found", world.cloudUrl() + "/?q=nowhere");
        pages.put("intercept", world.cloudUrl() + intercept);
        pages.put("clusters", world.cloudUrl() + "/clusters");
        pages.put("api-keys", world.cloudUrl() + "/api-keys");
        pages.put("audit", world.cloudUrl() + "/audit");
        pages.put("settings", world.cloudUrl() + "/settings");
        pages.put("organizations", world.cloudUrl() + "/organizations");
        pages.put("device", world.cloudUrl() + "/device");
        pages.put("not-found", world.cloudUrl() + "/nowhere");
        pages.put("sign-in", world.cloudUrl() + "/login");
        pages.put("edge-not-found", unknown);

        List<String> wrong = new ArrayList<>();
        for (Look look : LOOKS) {
            try (BrowserContext context = chromium.window(new Browser.NewContextOptions()
                    .setViewportSize(look.width(), look.height())
                    .setColorScheme(look.scheme())
                    .setStorageState(signedIn))) {
                Page page = context.newPage();
                pages.forEach((name, url) -> {
                    page.navigate(url);
                    Locator details = page.locator("article summary");
                    if (name.equals("clusters")) {
                        details.first().click();
                    }
                    look(page, name + "-" + look.name(), wrong);
                });
                page.navigate(preview);
                assertThat(page.locator("intercepts-banner")).isAttached();
                Chromium.picture(page, "preview-" + look.name());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void look(Page page, String name, List<String> wrong) {
        Chromium.picture(page, name);
        Axe.findings(page).forEach(finding -> wrong.add(name + ": " + finding));
        if (Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))) {
            wrong.add(name + ": scrolls sideways");
        }
    }

    @Test
    void changeShowsInAnotherBrowserWithinTwoSeconds() {
        try (BrowserContext ada = chromium.window(1280, 800, ColorScheme.LIGHT);
                BrowserContext grace = chromium.window(1280, 800, ColorScheme.LIGHT)) {
            Locator mine = row(dashboard(ada, "ada"));
            Locator hers = row(dashboard(grace, "grace"));
            assertThat(hers).containsText("Private: members of acme");
            mine.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make public"))
                    .click();
            assertThat(mine).containsText("Public: anyone with the link");
            assertThat(hers)
                    .containsText(
                            "Public: anyone with the link",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(2_000));
        }
    }

    @Test
    void lostConnectionIsShownAndFoundAgainEvenAfterAnAnswerThatIsNoStream() {
        try (BrowserContext context = chromium.window(1280, 800, ColorScheme.LIGHT)) {
            context.route(
                    "**/events",
                    route -> route.fulfill(
                            new Route.FulfillOptions().setStatus(503).setBody("restarting")));
            Page page = dashboard(context, "ada");
            Locator lost = page.locator("#lost");
            assertThat(lost).isVisible();
            Chromium.picture(page, "connection-lost");
            context.unroute("**/events");
            assertThat(lost).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(Chromium.PATIENCE_MS));
            assertThat(page.locator("#live")).containsText("Connected again");
        }
    }

    @Test
    void keyboardFiltersMovesOpensAndExplains() {
        try (BrowserContext context = chromium.window(1280, 800, ColorScheme.DARK)) {
            Page page = dashboard(context, "ada");
            page.keyboard().press("/");
            assertThat(page.locator("#filter")).isFocused();
            page.keyboard().type("nowhere");
            assertThat(page.locator("#intercepts")).containsText("No intercept has nowhere");
            page.keyboard().press("Escape");
            assertThat(row(page)).isVisible();
            page.keyboard().press("j");
            assertThat(page.locator("article h3 a").first()).isFocused();
            page.keyboard().press("o");
            assertThat(page.getByText("Delete intercept")).isVisible();
            page.keyboard().press("Shift+?");
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            Chromium.picture(page, "keys-dark");
            page.keyboard().press("Escape");
            assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        }
    }

    @Test
    void everythingWorksWithoutScripts() {
        try (BrowserContext context = chromium.window(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = dashboard(context, "ada");
            page.getByLabel("Filter by name").fill("hello");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Filter"))
                    .click();
            assertThat(page.locator(".count")).containsText("1 found in acme");
            row(page)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make public"))
                    .click();
            assertThat(row(page)).containsText("Public: anyone with the link");
            row(page).locator("summary").click();
            Chromium.picture(page, "without-scripts");
            row(page)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete intercept"))
                    .click();
            assertThat(page.getByText("Nothing is intercepted")).isVisible();
        }
    }

    private Page dashboard(BrowserContext context, String login) {
        Page page = context.newPage();
        page.navigate(world.cloudUrl());
        Chromium.signIn(page, world, login, "acme");
        assertThat(row(page)).containsText("Active");
        return page;
    }

    private static Locator row(Page page) {
        return page.locator("article").filter(new Locator.FilterOptions().setHasText("deployment/hello"));
    }
}
