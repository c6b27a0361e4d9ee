package dev.intercepts.cloud.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a credential may be used for. People themselves may do everything; API keys what they were given. */
public enum Scope {
    /** See what the API shows of the organization. */
    READ,
    /** What the command does: clusters, intercepts, previews, tunnels. */
    INTERCEPTS,
    /** Change the organization's settings. */
    MANAGE;

    /** All of them. */
    public static final Set<Scope> ALL = Set.of(values());

    /** As it is written: {@code read}. */
    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #token} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    @JsonCreator
    public static Scope of(String token) {
        return Arrays.stream(values())
                .filter(scope -> scope.token().equals(token))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("scope: " + token + " (expected: read, intercepts or manage)"));
    }

    /** Several, separated by spaces; in the order of this enum. */
    public static String join(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::token).collect(Collectors.joining(" "));
    }

    /** Reads what {@link #join} wrote. */
    public static Set<Scope> split(String joined) {
        return Arrays.stream(joined.split(" "))
                .filter(token -> !token.isEmpty())
                .map(Scope::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    /** With what they bring along: whoever may change things may see them. */
    public static Set<Scope> implied(Set<Scope> scopes) {
        Set<Scope> all = EnumSet.of(READ);
        all.addAll(scopes);
        return all;
    }
}
