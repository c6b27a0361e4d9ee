package dev.intercepts.protocol.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A {@link Match} that is ready to be asked: expressions are compiled once, and asking allocates nothing of its own. */
public final class CompiledMatch {

    private final List<Condition> conditions;
    private final @Nullable String pathPrefix;

    private CompiledMatch(List<Condition> conditions, @Nullable String pathPrefix) {
        this.conditions = List.copyOf(conditions);
        this.pathPrefix = pathPrefix;
    }

    /**
     * Compiles.
     *
     * @throws IllegalArgumentException for a header name, an expression or a path that cannot be; the message is meant for
     *     whoever wrote it
     */
    public static CompiledMatch of(Match match) {
        List<Condition> conditions = new ArrayList<>();
        for (HeaderCondition header : match.headers()) {
            conditions.add(new Condition(headerName(header.name()), pattern(header)));
        }
        String prefix = match.pathPrefix();
        if (prefix != null && !prefix.startsWith("/")) {
            throw new IllegalArgumentException("path prefix: " + prefix + " (expected: it begins with /)");
        }
        return new CompiledMatch(conditions, prefix);
    }

    /** Whether every condition holds for the request. A header that is there more than once holds if one value does. */
    public boolean matches(RequestHead request) {
        if (pathPrefix != null && !request.path().startsWith(pathPrefix)) {
            return false;
        }
        for (Condition condition : conditions) {
            if (!condition.holds(request)) {
                return false;
            }
        }
        return true;
    }

    private static String headerName(String name) {
        boolean token = !name.isEmpty() && name.chars().allMatch(CompiledMatch::tokenCharacter);
        if (!token) {
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

    private static Pattern pattern(HeaderCondition header) {
        try {
            return Pattern.compile(header.regex());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("expression for header " + header.name() + ": '" + header.regex() + "' ("
                    + e.getDescription() + " at character " + (e.getIndex() + 1) + ")");
        }
    }

    private record Condition(String name, Pattern pattern) {

        boolean holds(RequestHead request) {
            for (String value : request.headers(name)) {
                if (pattern.matcher(value).find()) {
                    return true;
                }
            }
            return false;
        }
    }
}
