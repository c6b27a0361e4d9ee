package dev.intercepts.dashboard.intercepts;

import java.net.URI;
import java.util.List;

/** The three commands that lead somebody new to their first preview URL, for this host. */
final class FirstSteps {

    private FirstSteps() {}

    static List<Step> of(URI publicUrl) {
        return List.of(
                new Step("Log in from your terminal", "telepresence login --cloud " + publicUrl),
                new Step("See what can be intercepted in your cluster", "telepresence list"),
                new Step(
                        "With your service running on port 9000, intercept it",
                        "telepresence intercept hello --port 9000"));
    }

    /** What to do, and the command that does it. */
    record Step(String text, String command) {}
}
