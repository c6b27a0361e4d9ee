package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.intercepts.playground.world.World;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What members do to what their organization shares: clusters, keys, settings, audit log; and who they are there. */
@ExtendWith(Playground.class)
class OrganizationBrowserIT {

    private final World playground;
    private final WorldState world;
    private final Chromium chromium = new Chromium();

    OrganizationBrowserIT(World world) {
        this.playground = world;
        this.world = world.state();
    }

    @AfterEach
    void close() {
        chromium.close();
    }

    @Test
    void revokedClusterIsNotLetInUntilTheNextIntercept() throws IOException {
        try (Laptop laptop = Laptop.of(playground, "ada", "acme", "Hello from Ada's laptop");
                Desk ada = Desk.of(chromium, world, "ada", "acme")) {
            String preview = laptop.preview("hello");
            Page visit = ada.page().context().newPage();
            visit.navigate(preview);
            assertThat(visit.locator("body")).containsText(laptop.says());

            ada.open("/clusters");
            Locator cluster = ada.page().locator("article").first();
            assertThat(cluster).containsText("Connected");
            cluster.locator("summary").click();
            assertThat(cluster).containsText("Connected since");
            Desk.press(cluster, "Revoke token");
            assertThat(ada.done()).containsText("The token was revoked; nothing reaches its previews now.");
            assertThat(cluster).containsText("Revoked");
            assertThat(cluster)
                    .containsText("nothing reaches its previews, until a member intercepts something in it.");
            assertThat(cluster.getByText("Revoke token")).hasCount(0);
            // The laptop has a login of its own, and a way into the cluster; it leads nobody in.
            visit.navigate(preview);
            assertThat(visit.locator("body")).containsText("Cluster not connected");
            assertThat(visit.locator("body")).containsText("has revoked the cluster");
            ada.open("/");
            assertThat(ada.row("hello")).containsText("was revoked: nothing reaches its previews");

            laptop.previewOfPort("orders", "http");
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                ada.open("/clusters");
                assertThat(cluster.innerText()).contains("Connected");
            });
            visit.navigate(preview);
            assertThat(visit.locator("body")).containsText(laptop.says());
        }
    }

    @Test
    void keyIsShownOnceAndRefusedWhenItIsRevoked() throws Exception {
        String name = "pipeline " + System.nanoTime();
        try (Desk ada = Desk.of(chromium, world, "ada", "acme")) {
            ada.open("/api-keys");
            ada.page().getByLabel("Name").fill(name);
            ada.page().getByLabel("Expires").selectOption("7");
            ada.press("Make the key");
            ada.sees("Copy it now: it is shown only this once.");
            String key = ada.page().locator(".command code").first().innerText();
            assertThat(ada.page().locator(".command code").last())
                    .hasText("telepresence login --cloud " + world.cloudUrl() + " --apikey " + key);
            assertThat(status(key)).isEqualTo(200);

            ada.open("/api-keys");
            assertThat(ada.page().content()).doesNotContain(key);
            Locator row = ada.page().locator("article", new Page.LocatorOptions().setHasText(name));
            assertThat(row).containsText("expires in 7 d");
            assertThat(row).containsText("used ");
            Desk.press(row, "Revoke the key " + name);
            assertThat(ada.done()).containsText("The key was revoked; it is refused now.");
            assertThat(status(key)).isEqualTo(401);
        }
    }

    private int status(String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(world.cloudUrl() + "/api/v1/me"))
                    .header("Authorization", "Bearer " + key)
                    .build();
            return client.send(request, BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void auditLogIsFilteredAndTakenAway() throws IOException {
        String name = "audited " + System.nanoTime();
        try (Desk ada = Desk.of(chromium, world, "ada", "acme")) {
            ada.open("/api-keys");
            ada.page().getByLabel("Name").fill(name);
            ada.press("Make the key");
            ada.open("/audit");
            Page page = ada.page();
            page.getByLabel("Text").fill(name);
            page.getByLabel("Who").fill("ada");
            page.getByLabel("What").selectOption("API key created");
            ada.press("Filter");
            Locator lines = page.locator("tbody tr");
            assertThat(lines).hasCount(1);
            assertThat(lines.first()).containsText(name);
            for (String format : new String[] {"CSV", "JSON lines"}) {
                Download download = page.waitForDownload(() -> page.getByRole(
                                AriaRole.LINK,
                                new Page.GetByRoleOptions().setName(format).setExact(true))
                        .click());
                assertThat(download.suggestedFilename()).startsWith("audit-acme.");
                assertThat(Files.readString(download.path()).lines().filter(line -> line.contains(name)))
                        .as(format)
                        .hasSize(1);
                assertThat(Files.readString(download.path()).lines()).hasSizeLessThanOrEqualTo(2);
            }
            page.getByLabel("Who").fill("nobody");
            ada.press("Filter");
            ada.sees("No entry fits.");
            page.getByText("Clear").click();
            assertThat(page.getByLabel("Text")).hasValue("");
            assertThat(lines.first()).isVisible();
        }
    }

    @Test
    void ownersSayWhoOpensPreviewsUpAndForHowLong() throws IOException {
        try (Laptop laptop = Laptop.of(playground, "grace", "acme", "Hello from Grace's laptop");
                Desk ada = Desk.of(chromium, world, "ada", "acme");
                Desk grace = Desk.of(chromium, world, "grace", "acme")) {
            String preview = laptop.preview("hello");
            try {
                settle(ada, "Owners only", "for 8 hours");
                grace.open("/settings");
                grace.sees("Owners of acme can change these");
                assertThat(grace.page().getByLabel("Every member")).isDisabled();
                grace.open("/");
                assertThat(grace.row("hello")).containsText("Private");
                assertThat(grace.row("hello").getByText("Make public")).hasCount(0);

                settle(ada, "Every member", "for 8 hours");
                grace.open("/");
                Desk.press(grace.row("hello"), "Make public");
                assertThat(grace.row("hello")).containsText("for 8 h more");

                try (BrowserContext stranger = chromium.window(new Browser.NewContextOptions())) {
                    Page open = stranger.newPage();
                    open.navigate(preview);
                    assertThat(open.locator("body")).containsText(laptop.says());
                    ada.open("/settings");
                    ada.sees("One preview is public");
                    ada.press("Close all public previews");
                    assertThat(ada.done()).containsText("One preview is private now");
                    open.navigate(preview);
                    assertThat(open.locator("body")).not().containsText(laptop.says());
                }
                assertThat(grace.row("hello")).containsText("Private: members of acme");
                ada.open("/audit");
                assertThat(ada.page().locator("tbody tr").first()).containsText("ada");
            } finally {
                settle(ada, "Every member", "until closed");
            }
        }
    }

    private static void settle(Desk owner, String who, String span) {
        owner.open("/settings");
        owner.page().getByLabel(who).check();
        owner.page().getByLabel("How long a preview stays public by default").selectOption(span);
        owner.press("Save");
        assertThat(owner.done()).containsText("The settings are saved");
        assertThat(owner.page().getByLabel(who)).isChecked();
    }

    @Test
    void memberOfTwoOrganizationsSwitchesBetweenThem() {
        try (Desk margaret = Desk.of(chromium, world, "margaret", "globex")) {
            assertThat(margaret.page().locator(".top .org")).containsText("globex");
            margaret.page().locator(".top .org").click();
            margaret.press("acme");
            assertThat(margaret.page().locator(".top .org")).containsText("acme");
            margaret.open("/settings");
            margaret.sees("Settings of acme");
        }
    }

    @Test
    void personWithoutAnOrganizationWorksAlone() {
        try (BrowserContext context = chromium.window(new Browser.NewContextOptions())) {
            Page page = context.newPage();
            page.navigate(world.cloudUrl());
            Chromium.signIn(page, world, "alan", "alan");
            assertThat(page.locator(".top .org")).containsText("alan");
            assertThat(page.locator("#intercepts")).containsText("Three commands lead to your first preview URL.");
            assertThat(page.locator("#intercepts")).containsText("telepresence login --cloud " + world.cloudUrl());
            page.navigate(world.cloudUrl() + "/organizations");
            assertThat(page.locator("main")).containsText("alan (only you)");
            assertThat(page.locator("main button")).hasCount(2);
            page.getByText("More about that").click();
            assertThat(page.locator("#organization-missing")).isInViewport();
        }
    }

    @Test
    void deviceIsLetInByTypingItsCode() throws Exception {
        try (Desk ada = Desk.of(chromium, world, "ada", "acme");
                Laptop laptop = Laptop.fresh(playground, "unused");
                WaitingLogin device = WaitingLogin.device(laptop)) {
            ada.open("/device");
            ada.page().getByLabel("Code").fill("BBBB-BBBB");
            ada.press("Continue");
            ada.sees("No device shows that code");
            ada.page().getByLabel("Code").fill(device.shown().toLowerCase(java.util.Locale.ROOT));
            ada.press("Continue");
            ada.sees("A device at 127.0.0.1 asked to act for you");
            ada.page().getByLabel("For").selectOption("acme");
            ada.press("Let it in");
            ada.sees("The device is logged in as Ada Lovelace for acme");
            assertThat(device.end()).contains("Logged in as Ada Lovelace (ada), organization acme", "exit 0");
        }
    }

    @Test
    void deviceIsTurnedAway() throws Exception {
        try (Desk ada = Desk.of(chromium, world, "ada", "acme");
                Laptop laptop = Laptop.fresh(playground, "unused");
                WaitingLogin device = WaitingLogin.device(laptop)) {
            ada.open("/device");
            ada.page().getByLabel("Code").fill(device.shown());
            ada.press("Continue");
            ada.press("Turn it away");
            ada.sees("The device was turned away.");
            assertThat(device.end()).doesNotContain("exit 0", "Logged in");
        }
    }

    @Test
    void commandIsLetInForAnOrganization() throws Exception {
        try (Desk margaret = Desk.of(chromium, world, "margaret", "globex");
                Laptop laptop = Laptop.fresh(playground, "unused");
                WaitingLogin command = WaitingLogin.browser(laptop)) {
            margaret.page().navigate(command.shown());
            margaret.sees("Let the telepresence command act for you?");
            margaret.sees("asks to act as margaret");
            Chromium.picture(margaret.page(), "command-asks");
            margaret.press("acme");
            margaret.sees("You can close this page and go back to the terminal.");
            assertThat(command.end()).contains("(margaret), organization acme", "exit 0");
        }
    }

    @Test
    void commandIsTurnedAway() throws Exception {
        try (Desk ada = Desk.of(chromium, world, "ada", "acme");
                Laptop laptop = Laptop.fresh(playground, "unused");
                WaitingLogin command = WaitingLogin.browser(laptop)) {
            ada.page().navigate(command.shown());
            ada.press("Turn it away");
            ada.sees("Not logged in");
            assertThat(command.end())
                    .contains("You turned it away in the browser.")
                    .doesNotContain("exit 0", "Logged in");
            ada.open("/organizations");
            ada.sees("Choose an organization");
        }
    }
}
