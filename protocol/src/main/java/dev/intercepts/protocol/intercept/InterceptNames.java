package dev.intercepts.protocol.intercept;

import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Literals;
import dev.intercepts.protocol.match.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How intercepts are named, and the header that follows from a name. */
public final class InterceptNames {

    /** The header that an intercept of the {@code http} mechanism matches by default. */
    public static final String HEADER = "x-telepresence-intercept-id";

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private InterceptNames() {}

    /**
     * The full name of an intercept: {@code base-namespace} where a namespace is given and no workload, else the base name.
     *
     * @param base the name given to {@code telepresence intercept}
     * @param namespace of {@code --namespace}, or {@code null}
     * @param workload of {@code --deployment} or {@code --workload}, or {@code null}
     * @throws IllegalArgumentException where the result is no valid name of a Kubernetes object
     */
    public static String fullName(String base, @Nullable String namespace, @Nullable String workload) {
        String name = namespace != null && workload == null ? base + "-" + namespace : base;
        if (!DNS_LABEL.matcher(name).matches()) {
            throw new IllegalArgumentException("intercept name: '" + name
                    + "' (expected: 1-63 lower-case letters, digits and dashes, no dash at either end)");
        }
        return name;
    }

    /** The value of {@link #HEADER}: {@code <uuid>:<full name>}. */
    public static String headerValue(String installationUuid, String fullName) {
        return installationUuid + ":" + fullName;
    }

    /**
     * What {@code --http-match=auto} stands for. It is anchored, so that {@code hello} does not take the requests for {@code
     * hello-2}; it is shown without the anchors.
     */
    public static Match autoMatch(String installationUuid, String fullName) {
        String regex = "^" + Literals.quote(headerValue(installationUuid, fullName)) + "$";
        return new Match(List.of(new HeaderCondition(HEADER, regex)), null);
    }

    /** The existing name that is most like the one given, if any is like it at all: at most a third of it is different. */
    public static Optional<String> nearest(String name, Collection<String> existing) {
        int limit = Math.max(2, name.length() / 3);
        return existing.stream()
                .filter(candidate -> distance(name, candidate) <= limit || candidate.startsWith(name + "-"))
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        List<Integer> previous = new ArrayList<>();
        for (int j = 0; j <= b.length(); j++) {
            previous.add(j);
        }
        for (int i = 1; i <= a.length(); i++) {
            List<Integer> current = new ArrayList<>();
            current.add(i);
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous.get(j - 1) + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current.add(Math.min(substitution, Math.min(previous.get(j), current.get(j - 1)) + 1));
            }
            previous = current;
        }
        return previous.getLast();
    }
}
