package dev.intercepts.manager.world;

import dev.intercepts.protocol.cluster.ClusterNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a pod template, and each pod made from it, asks for the agent: the value of {@link ClusterNames#INJECT_ANNOTATION},
 * {@code enabled} or {@code enabled again <time>}. A template whose mark changes is rolled out once more.
 *
 * @param again start of the manager that rolled it out once more, since a pod was made without an agent; {@code null} if none did
 */
public record Mark(@Nullable Instant again) {

    /** The first one. */
    public static final Mark ENABLED = new Mark(null);

    private static final String WORD = "enabled";
    private static final String AGAIN = WORD + " again ";

    /** What an annotation says; empty where it asks for no agent. */
    public static Optional<Mark> parse(@Nullable String value) {
        if (value == null || !value.startsWith(WORD)) {
            return Optional.empty();
        }
        if (value.equals(WORD)) {
            return Optional.of(ENABLED);
        }
        try {
            return value.startsWith(AGAIN)
                    ? Optional.of(new Mark(Instant.parse(value.substring(AGAIN.length()))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The annotation's value. */
    public String text() {
        return again == null ? WORD : AGAIN + again;
    }
}
