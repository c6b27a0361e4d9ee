package dev.intercepts.cloud.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * An entry of the audit trail.
 *
 * @param id identifier
 * @param at when
 * @param actor login of whoever did it; {@code cluster} or {@code clock} where nobody did
 * @param action what
 * @param subjectId the intercept, cluster, key or organization that it was done to
 * @param text as a sentence
 */
public record AuditLine(UUID id, Instant at, String actor, AuditAction action, UUID subjectId, String text) {

    static AuditLine of(AuditEntry entry) {
        return new AuditLine(entry.id, entry.at, entry.actor, entry.action, entry.subjectId, entry.text);
    }

    /** Where this line stands. */
    public Position position() {
        return new Position(at, id);
    }

    /** A place in the audit trail; pages go on from one. */
    public record Position(Instant at, UUID id) {

        private static final char SEPARATOR = '_';

        /** As it stands in addresses. */
        public String token() {
            return at.toString() + SEPARATOR + id;
        }

        /**
         * Reads what {@link #token} wrote.
         *
         * @throws IllegalArgumentException for anything else
         */
        public static Position parse(String token) {
            int separator = token.indexOf(SEPARATOR);
            try {
                return new Position(
                        Instant.parse(token.substring(0, Math.max(0, separator))),
                        UUID.fromString(token.substring(separator + 1)));
            } catch (java.time.DateTimeException | IllegalArgumentException e) {
                throw new IllegalArgumentException("after: " + token + " (expected: the next of the page before)", e);
            }
        }
    }
}
