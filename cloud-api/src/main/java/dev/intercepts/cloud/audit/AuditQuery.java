package dev.intercepts.cloud.audit;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit trail are wanted; what is {@code null} or empty does not matter.
 *
 * @param actor login of whoever did it
 * @param actions what was done
 * @param from not before
 * @param until before
 * @param text each of its words stands somewhere in the entry's text, whatever the case
 * @param subject what it was done to
 */
public record AuditQuery(
        @Nullable String actor,
        Set<AuditAction> actions,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String text,
        @Nullable UUID subject) {

    /** Everything. */
    public static final AuditQuery ALL = new AuditQuery(null, Set.of(), null, null, null, null);

    /** More words than these are not looked for. */
    static final int MOST_WORDS = 8;

    public AuditQuery {
        actions = Set.copyOf(actions);
    }
}
