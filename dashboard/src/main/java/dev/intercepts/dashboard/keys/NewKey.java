package dev.intercepts.dashboard.keys;

import dev.intercepts.cloud.identity.Scope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the form for a new key asks for.
 *
 * @param name what its owner calls it: 1-100 characters
 * @param scopes at least one
 * @param lifetime 1-366 days
 */
record NewKey(String name, Set<Scope> scopes, Duration lifetime) {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_DAYS = 366;

    /**
     * Reads the form.
     *
     * @throws IllegalArgumentException that says which field is wrong
     */
    static NewKey of(String name, List<String> scopes, int days) {
        String stripped = name.strip();
        if (stripped.isEmpty()
                || stripped.length() > LONGEST_NAME
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The key needs a name of 1 to " + LONGEST_NAME + " characters.");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("The key needs something that it may do: tick one box at least.");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("The key must expire within 1 to " + MOST_DAYS + " days.");
        }
        Set<Scope> chosen = EnumSet.noneOf(Scope.class);
        scopes.forEach(scope -> chosen.add(Scope.of(scope)));
        return new NewKey(stripped, chosen, Duration.ofDays(days));
    }
}
