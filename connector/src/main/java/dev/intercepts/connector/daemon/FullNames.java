package dev.intercepts.connector.daemon;

import dev.intercepts.connector.kube.StoredIntercept;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The full name of an intercept where a colleague may hold the one that follows from the command. Both type the same; what tells
 * their requests apart is a header with the name in it, so whoever comes second gets a name of their own.
 */
final class FullNames {

    private static final int LONGEST = 63;
    private static final int SESSION_DIGITS = 6;

    private FullNames() {}

    /**
     * What was chosen.
     *
     * @param there the object of that name; {@code null} if there is none
     */
    record Chosen(String name, @Nullable StoredIntercept there) {}

    /** The name that follows from the command, then those that only this laptop's user would have. */
    static List<String> candidates(String plain, String user, String sessionId) {
        String readable =
                user.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return Stream.of("", readable, sessionId.substring(0, SESSION_DIGITS))
                .map(suffix -> suffix.isEmpty() ? plain : plain + "-" + suffix)
                .filter(name -> name.length() <= LONGEST)
                .distinct()
                .toList();
    }

    /**
     * The first that this laptop holds, so that the same command changes what it made; else the first that nobody else holds; else
     * the first.
     *
     * @param held whether the laptop holds a name
     * @param find what the cluster has of a name
     * @param ours whether that is the laptop's
     */
    static Chosen choose(
            List<String> candidates,
            Predicate<String> held,
            Function<String, Optional<StoredIntercept>> find,
            Predicate<StoredIntercept> ours) {
        List<String> first = candidates.stream().filter(held).limit(1).toList();
        Chosen plain = null;
        for (String name : first.isEmpty() ? candidates : first) {
            Chosen chosen = new Chosen(name, find.apply(name).orElse(null));
            if (chosen.there() == null || ours.test(chosen.there())) {
                return chosen;
            }
            plain = plain == null ? chosen : plain;
        }
        return Objects.requireNonNull(plain, "candidates");
    }
}
