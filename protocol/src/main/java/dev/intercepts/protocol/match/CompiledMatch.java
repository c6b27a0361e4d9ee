package dev.intercepts.protocol.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Match} that is ready to be asked: expressions are compiled once. Asking is safe with values of strangers: an
 * expression is looked for in the first 8 KiB of a value, and counts as not found once a request has taken a million steps or
 * all of the thread's stack. One that stands for exactly one text is compared with the whole value.
 */
public final class CompiledMatch {

    private final List<Condition> conditions;
    private final @Nullable String pathPrefix;

    private CompiledMatch(List<Condition> conditions, @Nullable String pathPrefix) {
        this.conditions = List.copyOf(conditions);
        this.pathPrefix = pathPrefix;
    }

    /**
     * Compiles, for whoever wants to know whether it can be.
     *
     * @throws IllegalArgumentException as the other one does
     */
    public static CompiledMatch of(Match match) {
        return of(match, tooMuch -> {});
    }

    /**
     * Compiles.
     *
     * @param gaveUp told in a sentence, once for each condition, that its expression was too much for a value; on the thread that
     *     asks
     * @throws IllegalArgumentException for a header name, an expression or a path that cannot be; the message is meant for
     *     whoever wrote it
     */
    public static CompiledMatch of(Match match, Consumer<String> gaveUp) {
        List<Condition> conditions = new ArrayList<>();
        for (HeaderCondition header : match.headers()) {
            conditions.add(new Condition(headerName(header.name()), header, gaveUp));
        }
        String prefix = match.pathPrefix();
        if (prefix != null && !prefix.startsWith("/")) {
            throw new IllegalArgumentException("path prefix: " + prefix + " (expected: it begins with /)");
        }
        return new CompiledMatch(conditions, prefix);
    }

    /** Whether every condition holds for the request. A header that is there more than once holds if one value does. */
    public boolean matches(RequestHead request) {
        return matches(request, new Steps());
    }

    boolean matches(RequestHead request, Steps steps) {
        if (pathPrefix != null && !request.path().startsWith(pathPrefix)) {
            return false;
        }
        for (Condition condition : conditions) {
            if (!condition.holds(request, steps)) {
                return false;
            }
        }
        return true;
    }

    private static String headerName(@Nullable String name) {
        // Written by hand it may be missing.
        if (name == null || name.isEmpty() || !name.chars().allMatch(CompiledMatch::tokenCharacter)) {
            throw new IllegalArgumentException(
                    "header name: '" + name + "' (expected: letters, digits and any of !#$%&'*+-.^_`|~)");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /** RFC 9110 §5.6.2. */
    private static boolean tokenCharacter(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
