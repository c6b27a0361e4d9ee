package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.intercepts.playground.world.World;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One row of the list: what its buttons do, what it opens out to, and what comes by itself. */
@ExtendWith(Playground.class)
class RowBrowserIT {

    /** Without a reload. */
    private static final ContainsTextOptions LIVE = new ContainsTextOptions().setTimeout(Chromium.PATIENCE_MS);

    private final WorldState world;
    private final Laptop laptop;
    private final String preview;
    private final Chromium chromium = new Chromium();

    RowBrowserIT(World world) throws IOException {
        this.world = world.state();
        this.laptop = Laptop.of(world, "ada", "acme", "Hello from Ada's laptop");
        this.preview = laptop.preview("hello");
    }

    @AfterEach
    void close() {
        chromium.close();
        laptop.close();
    }

    private Desk ada() {
        return Desk.of(chromium, world, "ada", "acme");
    }

    @Test
    void copiesTheWholeUrlWhereThereIsAClipboard() {
        try (BrowserContext context = chromium.window(
                new Browser.NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")))) {
            Desk ada = Desk.of(context, world, "ada", "acme");
            Locator copy = copyButton(ada);
            copy.click();
            assertThat(copy).hasText("Copied");
            assertThat(ada.page().locator("#live")).hasText("Copied");
            assertThat(ada.page().evaluate("navigator.clipboard.readText()")).isEqualTo(preview);
            assertThat(copy).hasText("Copy");
        }
    }

    @Test
    void copiesTheWholeUrlOverPlainHttpWherePagesHaveNoClipboard() {
        try (BrowserContext context = chromium.window(new Browser.NewContextOptions())) {
            context.addInitScript("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })");
            Desk ada = Desk.of(context, world, "ada", "acme");
            Locator copy = copyButton(ada);
            copy.click();
            assertThat(copy).hasText("Copied");
            assertThat(pasted(ada)).isEqualTo(preview);
        }
    }

    @Test
    void selectsTheUrlAndSaysSoWhereNoPageMayCopy() {
        try (BrowserContext context = chromium.window(new Browser.NewContextOptions())) {
            context.addInitScript("""
                    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
                    document.execCommand = () => false;
                    """);
            Desk ada = Desk.of(context, world, "ada", "acme");
            Locator copy = copyButton(ada);
            copy.click();
            assertThat(copy).hasText("Selected: copy it");
            assertThat(ada.page().locator("#live")).containsText("The text is selected");
            assertThat(ada.page().evaluate("getSelection().toString().trim()"))
                    .isEqualTo(ada.row("hello").locator(".url").innerText().trim());
            ada.page().keyboard().press("Control+c");
            assertThat(pasted(ada))
                    .as("the URL with its scheme, which the row leaves out")
                    .isEqualTo(preview);
        }
    }

    private static Locator copyButton(Desk desk) {
        return desk.row("hello")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Copy the preview URL of hello"));
    }

    private static String pasted(Desk desk) {
        Locator filter = desk.page().locator("#filter");
        filter.focus();
        desk.page().keyboard().press("Control+v");
        return filter.inputValue();
    }

    @Test
    void opensUpForATimeAndClosesAgain() {
        try (Desk ada = ada()) {
            Locator row = ada.row("hello");
            row.getByLabel("How long hello is to be public").selectOption("for 8 hours");
            Desk.press(row, "Make public");
            assertThat(row).containsText("Public: anyone with the link, for 8 h more");
            try (BrowserContext stranger = chromium.window(new Browser.NewContextOptions())) {
                Page open = stranger.newPage();
                open.navigate(preview);
                assertThat(open.locator("body")).containsText(laptop.says());
                Desk.press(row, "Make private");
                assertThat(row).containsText("Private: members of acme");
                open.navigate(preview);
                assertThat(open).not().hasURL(preview + "/");
                assertThat(open.locator("body")).not().containsText(laptop.says());
            }
        }
    }

    @Test
    void letsPreflightsPassWithoutALoginAndStopsThemAgain() {
        try (Desk ada = ada()) {
            Locator row = ada.row("hello");
            row.locator("summary").click();
            Desk.press(row, "Let preflights pass");
            assertThat(row).containsText("CORS preflights pass without a login");
            Desk.press(row, "Stop preflights");
            assertThat(row).containsText("cannot call this preview while it is private");
            assertThat(row.locator("details")).hasAttribute("open", "");
        }
    }

    @Test
    void removesThePreviewForEverybodyAndLeavesTheIntercept() {
        try (Desk ada = ada();
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            Locator row = ada.row("hello");
            row.locator("summary").click();
            Desk.press(row, "Remove preview");
            assertThat(row).containsText("No preview URL. Make one with telepresence preview create hello");
            assertThat(grace.row("hello")).containsText("No preview URL", LIVE);
            assertThat(row).containsText("Active");
            Page gone = grace.page().context().newPage();
            gone.navigate(preview);
            assertThat(gone.locator("h1")).hasText("No such preview");
        }
    }

    @Test
    void deletesTheInterceptHereAndThere() {
        try (Desk ada = ada();
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            Locator row = grace.row("hello");
            row.locator("summary").click();
            assertThat(row).containsText("and tells Ada Lovelace");
            Desk.press(row, "Delete intercept");
            assertThat(grace.done()).containsText("The intercept was deleted; its traffic goes to the cluster again.");
            assertThat(ada.page().locator("#intercepts")).containsText("Nothing is intercepted", LIVE);
        }
    }

    @Test
    void requestsAndHistoryComeByThemselvesInARowThatStaysOpen() {
        try (Desk ada = ada();
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            Locator row = grace.row("hello");
            row.locator("summary").click();
            assertThat(row.locator(".log")).containsText("None yet. Each one shows here as it comes.");
            Page visit = ada.page().context().newPage();
            for (String path : List.of("/first", "/second?secret=1")) {
                visit.navigate(preview + path);
                String shown = path.replaceFirst("\\?.*", "");
                assertThat(answered(row, shown)).hasCount(1);
            }
            assertThat(row.locator(".log")).not().containsText("secret");

            // As often as a browser has connections to a host, and once more: each took one that was never given back.
            for (int times = 0; times < 4; times++) {
                Desk.press(ada.row("hello"), "Make public");
                assertThat(row).containsText("Public: anyone with the link", LIVE);
                assertThat(row.locator("details")).hasAttribute("open", "");
                Desk.press(ada.row("hello"), "Make private");
                assertThat(row).containsText("Private: members of acme", LIVE);
                assertThat(row.locator("details")).hasAttribute("open", "");
            }
            assertThat(row.locator(".history")).containsText("made the preview of hello public");
            visit.navigate(preview + "/third");
            assertThat(answered(row, "/third")).hasCount(1);
            assertThat(answered(row, "/first")).hasCount(1);
            Chromium.picture(grace.page(), "row-live");
        }
    }

    @Test
    void requestLogIsFoundAgainAfterAnAnswerThatIsNoStream() {
        try (Desk ada = ada()) {
            String log = "**/intercepts/*/requests?*";
            Locator row = ada.row("hello");
            Page visit = ada.page().context().newPage();
            visit.navigate(preview + "/before");
            ada.page()
                    .route(
                            log,
                            route -> route.fulfill(
                                    new Route.FulfillOptions().setStatus(503).setBody("restarting")));
            ada.page().waitForResponse(log, () -> row.locator("summary").click());
            visit.navigate(preview + "/after");
            ada.page().unroute(log);
            assertThat(answered(row, "/after")).hasCount(1);
            assertThat(answered(row, "/before")).hasCount(1);
        }
    }

    @Test
    void aRowThatIsClosedAndOpenedAgainGoesOn() {
        try (Desk ada = ada()) {
            Locator row = ada.row("hello");
            Page visit = ada.page().context().newPage();
            row.locator("summary").click();
            visit.navigate(preview + "/open");
            assertThat(answered(row, "/open")).hasCount(1);
            row.locator("summary").click();
            assertThat(row.locator(".log")).isHidden();
            visit.navigate(preview + "/closed");
            row.locator("summary").click();
            assertThat(answered(row, "/closed")).hasCount(1);
            assertThat(answered(row, "/open")).hasCount(1);
        }
    }

    @Test
    void fourthRowThatIsOpenedClosesTheFirst() {
        laptop.previewOfPort("orders", "http");
        laptop.preview("dataprocessingnodeservice");
        laptop.preview("web");
        List<String> workloads = List.of("hello", "orders", "dataprocessingnodeservice", "web");
        try (Desk ada = ada()) {
            for (String workload : workloads) {
                ada.row(workload).locator("summary").click();
                assertThat(ada.row(workload).locator(".log")).isVisible();
            }
            assertThat(ada.row("hello").locator(".log")).isHidden();
            assertThat(ada.page().locator("article .log:visible")).hasCount(3);
            ada.page().locator("#filter").fill("orders");
            assertThat(ada.page().locator("main article")).hasCount(1);
        }
    }

    @Test
    void pageOfOneInterceptChangesByItselfToo() {
        try (Desk ada = ada();
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            grace.row("hello").locator("h3 a").click();
            Locator row = grace.row("hello");
            assertThat(grace.page().locator("h1")).hasText("hello");
            Desk.press(ada.row("hello"), "Make public");
            assertThat(row).containsText("Public: anyone with the link", LIVE);
            assertThat(row.locator(".history")).containsText("made the preview of hello public");
            Desk.press(row, "Make private");
            assertThat(row).containsText("Private: members of acme");
            assertThat(ada.row("hello")).containsText("Private: members of acme", LIVE);
        }
    }

    @Test
    void filterFindsByEachOfItsWordsWhileOneTypes() {
        laptop.previewOfPort("orders", "http");
        try (Desk ada = ada()) {
            Page page = ada.page();
            Locator rows = page.locator("main article");
            assertThat(rows).hasCount(2);
            for (String word : List.of("orders", "ORD", "deployment/orders")) {
                page.locator("#filter").fill(word);
                assertThat(rows).hasCount(1);
                assertThat(rows.first()).containsText("deployment/orders");
            }
            page.locator("#filter").fill("lovelace");
            assertThat(rows).hasCount(2);
            page.locator("#filter").fill("active");
            assertThat(rows).hasCount(2);
            page.locator("#filter").fill("<b>nobody</b>");
            assertThat(page.locator("#intercepts")).containsText("No intercept has <b>nobody</b> in its name");
            page.locator("#filter").fill("orders");
            assertThat(rows).hasCount(1);
            laptop.telepresence().run("preview", "public", "hello").ok();
            laptop.telepresence().run("preview", "public", "orders").ok();
            assertThat(rows.first()).containsText("Public: anyone with the link");
            assertThat(rows).hasCount(1);
        }
    }

    /** The line of a request that went into the cluster; the first one of a visitor is led to sign in before. */
    private static Locator answered(Locator row, String path) {
        return row.locator(
                ".log tbody tr",
                new Locator.LocatorOptions().setHasText(Pattern.compile(path + "(?![a-z])[^/]*Cluster")));
    }
}
