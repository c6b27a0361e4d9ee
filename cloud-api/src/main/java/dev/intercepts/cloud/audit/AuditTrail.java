package dev.intercepts.cloud.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who did what, in words; written in the transaction that does it. */
@Service
public class AuditTrail {

    private final AuditEntries entries;
    private final Clock clock;

    AuditTrail(AuditEntries entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Writes an entry.
     *
     * @param actor who, for people
     * @param subjectId the intercept or cluster that it was done to
     * @param text what, as a sentence that begins with the actor
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(UUID organizationId, String actor, AuditAction action, UUID subjectId, String text) {
        AuditEntry entry = new AuditEntry();
        entry.id = UUID.randomUUID();
        entry.organizationId = organizationId;
        entry.at = clock.instant();
        entry.actor = actor;
        entry.action = action;
        entry.subjectId = subjectId;
        entry.text = text;
        entries.save(entry);
    }

    /** What was done to each of the subjects, newest first; one query for all of them. */
    @Transactional(readOnly = true)
    public Map<UUID, List<Happening>> of(Collection<UUID> subjects) {
        return entries.findBySubjectIdInOrderByAtDesc(subjects).stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.subjectId,
                        Collectors.mapping(entry -> new Happening(entry.at, entry.text), Collectors.toList())));
    }

    /** An entry, for people to read. */
    public record Happening(Instant at, String text) {}
}
