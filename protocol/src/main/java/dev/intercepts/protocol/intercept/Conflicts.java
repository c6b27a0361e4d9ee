package dev.intercepts.protocol.intercept;

import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Literals;
import dev.intercepts.protocol.match.Match;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which two intercepts of one port of one workload cannot stand side by side (behaviour: Conflicts). */
public final class Conflicts {

    private Conflicts() {}

    /**
     * What an intercept takes of a port.
     *
     * @param mechanism every connection, or requests
     * @param match which requests; not looked at for {@code tcp}
     */
    public record Claim(Mechanism mechanism, Match match) {}

    /** Whether one request could belong to both. Symmetric. */
    public static boolean conflict(Claim one, Claim other) {
        if (one.mechanism() == Mechanism.TCP || other.mechanism() == Mechanism.TCP) {
            return true;
        }
        return !pathsDisjoint(one.match().pathPrefix(), other.match().pathPrefix())
                && !headersDisjoint(one.match().headers(), other.match().headers())
                && !eachLacksOne(one.match(), other.match());
    }

    /** The first of those already there, in their order, that conflicts with the newcomer. */
    public static <T> Optional<T> holder(
            Claim newcomer, List<T> there, java.util.function.Function<? super T, Claim> claimOf) {
        return there.stream()
                .filter(holder -> conflict(newcomer, claimOf.apply(holder)))
                .findFirst();
    }

    /** Two prefixes of which neither begins with the other. */
    private static boolean pathsDisjoint(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.startsWith(other) && !other.startsWith(one);
    }

    /** Both demand a literal value of the same header, and no value could satisfy both. */
    private static boolean headersDisjoint(List<HeaderCondition> one, List<HeaderCondition> other) {
        return one.stream()
                .anyMatch(a -> other.stream()
                        .anyMatch(b -> a.name().equalsIgnoreCase(b.name()) && literalsDiffer(a.regex(), b.regex())));
    }

    private static boolean literalsDiffer(String one, String other) {
        Optional<String> a = Literals.textOf(one);
        Optional<String> b = Literals.textOf(other);
        return a.isPresent() && b.isPresent() && !a.equals(b);
    }

    /** Each names a header that the other does not, as behaviour.md counts it; a path counts as one more header. */
    private static boolean eachLacksOne(Match one, Match other) {
        Set<String> a = names(one);
        Set<String> b = names(other);
        return !a.containsAll(b) && !b.containsAll(a);
    }

    private static Set<String> names(Match match) {
        Set<String> names = new HashSet<>();
        match.headers().forEach(header -> names.add(header.name().toLowerCase(Locale.ROOT)));
        if (match.pathPrefix() != null) {
            names.add("/");
        }
        return names;
    }
}
