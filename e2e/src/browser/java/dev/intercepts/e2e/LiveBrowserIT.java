package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsCheckedOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import dev.intercepts.playground.world.World;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What somebody changes shows on everybody's open pages without a reload: within two seconds, as is printed; a busy machine takes
 * longer, and fails no test by that.
 */
@ExtendWith(Playground.class)
class LiveBrowserIT {

    private static final ContainsTextOptions LIVE = new ContainsTextOptions().setTimeout(Chromium.PATIENCE_MS);

    private final World playground;
    private final WorldState world;
    private final Chromium chromium = new Chromium();

    LiveBrowserIT(World world) {
        this.playground = world;
        this.world = world.state();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void keysComeAndGoWhileSomebodyFillsTheFormIn() {
        String name = "live " + System.nanoTime();
        try (Desk ada = Desk.of(chromium, world, "ada", "acme");
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            grace.open("/api-keys");
            grace.page().getByLabel("Name").fill("half a name");
            Locator key = grace.page().locator("article", new Page.LocatorOptions().setHasText(name));
            assertThat(key).hasCount(0);

            makeKey(ada, name);
            long begun = System.nanoTime();
            assertThat(key).isVisible(new IsVisibleOptions().setTimeout(Chromium.PATIENCE_MS));
            took("a new key", begun);
            assertThat(grace.page().getByLabel("Name")).hasValue("half a name");

            ada.open("/api-keys");
            ada.press("Revoke the key " + name);
            assertThat(key).hasCount(0, new HasCountOptions().setTimeout(Chromium.PATIENCE_MS));
        }
    }

    @Test
    void auditLogGrowsWithinItsFilter() {
        String name = "audited live " + System.nanoTime();
        try (Desk ada = Desk.of(chromium, world, "ada", "acme");
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            grace.open("/audit");
            grace.page().getByLabel("Text").fill(name);
            grace.press("Filter");
            grace.sees("No entry fits.");
            grace.page().getByLabel("Who").fill("a");

            makeKey(ada, "not " + name.substring(0, 7));
            makeKey(ada, name);
            long begun = System.nanoTime();
            assertThat(grace.page().locator("tbody tr"))
                    .hasCount(1, new HasCountOptions().setTimeout(Chromium.PATIENCE_MS));
            took("an entry of the audit log", begun);
            assertThat(grace.page().locator("tbody tr")).containsText(name);
            assertThat(grace.page().getByLabel("Who")).hasValue("a");
        }
    }

    @Test
    void revokedClusterShowsInTheOpenDetailsOfOthers() throws IOException {
        try (Laptop laptop = Laptop.of(playground, "ada", "acme", "Hello from Ada's laptop");
                Desk ada = Desk.of(chromium, world, "ada", "acme");
                Desk grace = Desk.of(chromium, world, "grace", "acme");
                Desk list = Desk.of(chromium, world, "grace", "acme")) {
            laptop.preview("hello");
            grace.open("/clusters");
            Locator cluster = grace.page().locator("article").first();
            assertThat(cluster).containsText("Connected");
            cluster.locator("summary").click();
            assertThat(list.row("hello")).containsText("Active", LIVE);

            ada.open("/clusters");
            ada.page().locator("article summary").first().click();
            ada.press("Revoke token");
            long begun = System.nanoTime();
            assertThat(cluster).containsText("Revoked", LIVE);
            took("a revoked cluster", begun);
            assertThat(cluster.locator("details")).hasAttribute("open", "");
            assertThat(cluster.getByText("Uid of kube-system")).isVisible();
            assertThat(list.row("hello")).containsText("was revoked: nothing reaches its previews", LIVE);

            laptop.previewOfPort("orders", "http");
            assertThat(cluster).containsText("Connected", LIVE);
            assertThat(list.row("hello")).not().containsText("was revoked", LIVE);
        }
    }

    @Test
    void settingsChangeUnderNobodysHands() {
        try (Desk ada = Desk.of(chromium, world, "ada", "acme");
                Desk again = Desk.of(chromium, world, "ada", "acme");
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            try {
                grace.open("/settings");
                again.open("/settings");
                again.page().getByLabel("Nobody").check();
                assertThat(again.page().locator("#stale")).isHidden();

                settle(ada, "Owners only");
                long begun = System.nanoTime();
                assertThat(grace.page().getByLabel("Owners only"))
                        .isChecked(new IsCheckedOptions().setTimeout(Chromium.PATIENCE_MS));
                took("a setting", begun);
                assertThat(again.page().locator("#stale"))
                        .isVisible(new IsVisibleOptions().setTimeout(Chromium.PATIENCE_MS));
                assertThat(again.page().getByLabel("Nobody")).isChecked();
                Chromium.picture(again.page(), "settings-stale");
            } finally {
                settle(ada, "Every member");
            }
        }
    }

    private static void makeKey(Desk desk, String name) {
        desk.open("/api-keys");
        desk.page().getByLabel("Name").fill(name);
        desk.press("Make the key");
        desk.sees("Copy it now: it is shown only this once.");
    }

    private static void settle(Desk owner, String who) {
        owner.open("/settings");
        owner.page().getByLabel(who).check();
        owner.press("Save");
        assertThat(owner.done()).containsText("The settings are saved");
    }

    private static void took(String what, long begun) {
        System.out.printf(
                Locale.ROOT,
                "%s showed in another browser after %d ms%n",
                what,
                (System.nanoTime() - begun) / 1_000_000);
    }
}
