package dev.intercepts.playground.github;

import static dev.intercepts.playground.http.Html.escape;

/** A picture for a name: its first letter on a disc whose colour the name decides. */
final class Avatar {

    private Avatar() {}

    static String svg(String login) {
        String initial = login.isEmpty() ? "?" : login.substring(0, 1).toUpperCase(java.util.Locale.ROOT);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" role="img" aria-label="%s">
                <rect width="40" height="40" fill="hsl(%d 45%% 38%%)"/>
                <text x="20" y="21" fill="#fff" font-family="system-ui, sans-serif" font-size="20"
                 text-anchor="middle" dominant-baseline="central">%s</text>
                </svg>
                """.formatted(escape(login), Math.floorMod(login.hashCode() * 37, 360), escape(initial));
    }
}
