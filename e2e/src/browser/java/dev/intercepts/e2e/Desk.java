package dev.intercepts.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.intercepts.playground.world.WorldState;

/**
 * Somebody at the dashboard, in a window of their own.
 *
 * @param page what the window shows
 * @param world where they are
 */
record Desk(Page page, WorldState world) implements AutoCloseable {

    /** Signs in on a window of a usual size, and opens the list. */
    static Desk of(Chromium chromium, WorldState world, String login, String organization) {
        return of(chromium.window(1280, 800, ColorScheme.LIGHT), world, login, organization);
    }

    /** The same on a window that is there. */
    static Desk of(BrowserContext context, WorldState world, String login, String organization) {
        Page page = context.newPage();
        page.navigate(world.cloudUrl());
        Chromium.signIn(page, world, login, organization);
        // What asks whether to go on is told yes.
        page.onDialog(dialog -> dialog.accept());
        return new Desk(page, world);
    }

    /** Opens another page of the dashboard. */
    void open(String path) {
        page.navigate(world.cloudUrl() + path);
    }

    /** The row of an intercept. */
    Locator row(String workload) {
        return page.locator("article").filter(new Locator.FilterOptions().setHasText("deployment/" + workload));
    }

    /** Presses what is called so. */
    void press(String name) {
        press(page.locator("body"), name);
    }

    /** The same within a part of the page. */
    static void press(Locator part, String name) {
        part.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** What the page says that has been done. */
    Locator done() {
        return page.locator(".notice[role=status]:visible");
    }

    /** Waits for words anywhere on the page. */
    void sees(String words) {
        assertThat(page.locator("body")).containsText(words);
    }

    @Override
    public void close() {
        page.context().close();
    }
}
