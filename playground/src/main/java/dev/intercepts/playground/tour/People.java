package dev.intercepts.playground.tour;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.Page;
import dev.intercepts.playground.world.WorldState;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * People at their browsers.
 *
 * @param world where they are
 */
public record People(WorldState world) {

    private static final int MOST_PAGES = 8;

    /**
     * Signs in on whatever pages come up from here, until none asks any more: the dashboard's, GitHub's, the choice of
     * the organization.
     *
     * @param login who
     * @param organization which one they choose
     * @return the page after that
     */
    public Page signIn(Browser browser, Page first, String login, String organization) {
        Page page = first;
        for (int i = 0; i < MOST_PAGES; i++) {
            Optional<Page> next = answer(browser, page, login, organization);
            if (next.isEmpty()) {
                return page;
            }
            page = next.get();
        }
        throw new Unseen("signing in does not end: still at " + page.url() + " (" + page.heading() + ")");
    }

    /** Opens the dashboard, signed in. */
    public Page dashboard(Browser browser, String login, String organization) {
        Page page = signIn(browser, browser.open(world.cloudUrl() + "/"), login, organization);
        Unseen.unless(page.status() == 200, "the dashboard answers " + page.status() + ": " + page.heading());
        return page;
    }

    /** Opens an address of the shop past any preview, as a visitor from outside does. */
    public Page shop(Browser browser, String host, String path, Map<String, String> headers) {
        URI ingress = URI.create(world.ingressUrl() + path);
        Map<String, String> all = new java.util.LinkedHashMap<>(headers);
        all.put("Host", host);
        return browser.open(ingress, all);
    }

    private Optional<Page> answer(Browser browser, Page page, String login, String organization) {
        String url = page.url().toString();
        if (url.startsWith(world.githubUrl() + "/login/oauth/authorize")) {
            return Optional.of(browser.submit(page.formWithButton("Authorize")));
        }
        if (url.startsWith(world.githubUrl() + "/login")) {
            return Optional.of(browser.submit(page.formWithButton(login)));
        }
        if (url.startsWith(world.cloudUrl() + "/organizations")) {
            return Optional.of(browser.submit(page.formWithButton(organization)));
        }
        if (url.startsWith(world.cloudUrl() + "/login")) {
            return Optional.of(page.formWithButton("body", "GitHub")
                    .map(browser::submit)
                    .orElseGet(() -> browser.open(page.link("GitHub").toString())));
        }
        return Optional.empty();
    }
}
