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
import org.jspecify.annotations.Nullable;
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

    private final World playground;
    private final WorldState world;
    private final Laptop laptop;
    private final String preview;
    private final Chromium chromium = new Chromium();

    PagesBrowserIT(World world) throws IOException {
        this.playground = world;
        this.world = world.state();
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from Ada's laptop");
        this.preview = laptop.preview("hello");
    }

    @AfterEach
    void close() {
        chromium.close();
        laptop.close();
    }

    /** How to come to a page. */
    /** As the command sends a browser there; it is let in by nobody here. */
    private static final String AUTHORIZE =
            "/oauth2/authorize?response_type=code&client_id=telepresence&scope=intercepts&state=s"
                    + "&redirect_uri=http://127.0.0.1:1/callback&code_challenge_method=S256&code_challenge="
                    + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private interface Way {
        void go(Page page) throws Exception;
    }

    @Test
    void everyPageFitsAndKeepsNobodyOut() throws Exception {
        String ada = signedIn("ada", "acme");
        String linus = signedIn("linus", "globex");
        URI other = URI.create(preview);
        String unknown = preview.replace(other.getHost().split("\\.", 2)[0], "nothing-is-here");
        List<String> wrong = new ArrayList<>();
        Map<String, Way> pages = new LinkedHashMap<>();
        pages.put("intercepts", at("/"));
        pages.put("nothing-found", at("/?q=nowhere"));
        pages.put("intercept", page -> {
            page.navigate(world.cloudUrl());
            row(page).locator("h3 a").click();
        });
        pages.put("clusters", page -> {
            page.navigate(world.cloudUrl() + "/clusters");
            page.locator("article summary").first().click();
        });
        pages.put("api-keys", at("/api-keys"));
        pages.put("new-key", page -> {
            page.navigate(world.cloudUrl() + "/api-keys");
            page.getByLabel("Name").fill("deploy pipeline");
            press(page, "Make the key");
        });
        pages.put("audit", at("/audit"));
        pages.put("settings", at("/settings"));
        pages.put("organizations", at("/organizations"));
        pages.put("command-asks", at(AUTHORIZE));
        pages.put("device", at("/device"));
        pages.put("not-found", at("/nowhere"));
        pages.put("sign-in", at("/login"));
        pages.put("help", at("/help"));
        pages.put("edge-not-found", page -> page.navigate(unknown));
        inAllLooks(ada, pages, wrong);
        inAllLooks(
                ada,
                Map.of("preview", page -> {
                    page.navigate(preview);
                    assertThat(page.locator("intercepts-banner")).isAttached();
                }),
                null);
        inAllLooks(linus, Map.of("edge-not-allowed", page -> page.navigate(preview)), wrong);
        try (Laptop fresh = Laptop.fresh(playground, "unused");
                WaitingLogin device = WaitingLogin.device(fresh)) {
            inAllLooks(
                    ada,
                    Map.of("device-waits", page -> {
                        page.navigate(world.cloudUrl() + "/device");
                        page.getByLabel("Code").fill(device.shown());
                        press(page, "Continue");
                    }),
                    wrong);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPageOfWhatIsAwayFitsAndKeepsNobodyOut() throws Exception {
        String ada = signedIn("ada", "acme");
        List<String> wrong = new ArrayList<>();
        ProcessHandle daemon = laptop.daemon();
        signal("STOP", daemon);
        try (Desk desk = Desk.of(chromium, world, "ada", "acme")) {
            assertThat(row(desk.page()))
                    .containsText("Paused", new LocatorAssertions.ContainsTextOptions().setTimeout(120_000));
            inAllLooks(ada, Map.of("laptop-asleep", at("/")), wrong);

            // While the laptop sleeps, and its way into the cluster with it.
            desk.open("/clusters");
            desk.page().locator("article summary").first().click();
            desk.press("Revoke token");
            inAllLooks(ada, Map.of("cluster-revoked", at("/clusters")), wrong);
            inAllLooks(ada, Map.of("edge-cluster-gone", page -> page.navigate(preview)), wrong);
        } finally {
            signal("CONT", daemon);
            laptop.previewOfPort("orders", "http");
        }
        assertThat(wrong).isEmpty();
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Way at(String path) {
        return page -> page.navigate(world.cloudUrl() + path);
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    /** What a browser keeps of somebody who has signed in and seen the preview, or been refused it. */
    private String signedIn(String login, String organization) {
        try (Desk desk = Desk.of(chromium, world, login, organization)) {
            desk.page().navigate(preview);
            return desk.page().context().storageState();
        }
    }

    /** @param wrong what axe-core and the width of the page find; {@code null} where the page is not ours */
    private void inAllLooks(String signedIn, Map<String, Way> pages, @Nullable List<String> wrong) throws Exception {
        for (Look look : LOOKS) {
            try (BrowserContext context = chromium.window(new Browser.NewContextOptions()
                    .setViewportSize(look.width(), look.height())
                    .setColorScheme(look.scheme())
                    .setStorageState(signedIn))) {
                Page page = context.newPage();
                for (Map.Entry<String, Way> way : pages.entrySet()) {
                    way.getValue().go(page);
                    String name = way.getKey() + "-" + look.name();
                    Chromium.picture(page, name);
                    if (wrong != null) {
                        look(page, name, wrong);
                    }
                }
            }
        }
    }

    private static void look(Page page, String name, List<String> wrong) {
        Axe.findings(page).stream()
                // The edge's page that waits for a cluster has nothing on it that a reload could take away.
                .filter(finding -> !(name.startsWith("edge-cluster-gone") && finding.startsWith("meta-refresh")))
                .forEach(finding -> wrong.add(name + ": " + finding));
        if (Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))) {
            wrong.add(name + ": scrolls sideways");
        }
    }

    /** Within two seconds, as is printed; a busy machine takes longer, and fails no test by that. */
    @Test
    void changeShowsInAnotherBrowserWithoutReload() {
        try (BrowserContext ada = chromium.window(1280, 800, ColorScheme.LIGHT);
                BrowserContext grace = chromium.window(1280, 800, ColorScheme.LIGHT)) {
            Locator mine = row(dashboard(ada, "ada"));
            Locator hers = row(dashboard(grace, "grace"));
            assertThat(hers).containsText("Private: members of acme");
            mine.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make public"))
                    .click();
            long begun = System.nanoTime();
            assertThat(hers)
                    .containsText(
                            "Public: anyone with the link",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(Chromium.PATIENCE_MS));
            System.out.printf(
                    "a change showed in another browser after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
            assertThat(mine).containsText("Public: anyone with the link");
        }
    }

    @Test
    void lostConnectionIsShownAndFoundAgainEvenAfterAnAnswerThatIsNoStream() {
        try (BrowserContext context = chromium.window(1280, 800, ColorScheme.LIGHT)) {
            context.route(
                    "**/events?*",
                    route -> route.fulfill(
                            new Route.FulfillOptions().setStatus(503).setBody("restarting")));
            Page page = dashboard(context, "ada");
            Locator lost = page.locator("#lost");
            assertThat(lost).isVisible();
            Chromium.picture(page, "connection-lost");
            context.unroute("**/events?*");
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
