package dev.intercepts.manager.world;

import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An {@code Intercept} object.
 *
 * @param ref its namespace and name
 * @param uid of the object
 * @param generation {@code metadata.generation}
 * @param created {@code metadata.creationTimestamp}
 * @param spec what is asked for, or why it cannot be read
 * @param status as written last; {@code null} for a new one
 */
public record InterceptResource(
        InterceptRef ref,
        String uid,
        long generation,
        Instant created,
        Spec spec,
        @Nullable InterceptStatus status) {

    /** Who came first, and so wins a conflict. */
    public static final Comparator<InterceptResource> OLDEST_FIRST =
            Comparator.comparing(InterceptResource::created).thenComparing(InterceptResource::uid);

    /** A {@code spec} as it was found. */
    public sealed interface Spec {
        /** One that can be read. */
        record Readable(dev.intercepts.protocol.intercept.InterceptSpec value) implements Spec {}

        /**
         * One that cannot.
         *
         * @param state the failure it leads to
         * @param message one sentence for whoever wrote it
         */
        record Unreadable(InterceptState state, String message) implements Spec {}
    }
}
