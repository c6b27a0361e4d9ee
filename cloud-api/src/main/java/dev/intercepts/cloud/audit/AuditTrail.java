package dev.intercepts.cloud.audit;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who did what, in words; written in the transaction that does it. */
@Service
public class AuditTrail {

    private final AuditEntries entries;
    private final EntityManager entities;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AuditTrail(AuditEntries entries, EntityManager entities, ApplicationEventPublisher events, Clock clock) {
        this.entries = entries;
        this.entities = entities;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Writes an entry.
     *
     * @param actor login of whoever did it; {@code cluster} or {@code clock} where nobody did
     * @param subjectId the intercept, cluster, key or organization that it was done to
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
        entities.persist(entry);
        events.publishEvent(new Audited(organizationId, action));
    }

    /**
     * What was done to a subject, newest first.
     *
     * @param limit at most so many
     */
    @Transactional(readOnly = true)
    public List<Happening> of(UUID subject, int limit) {
        return entries.findBySubjectIdOrderByAtDescIdDesc(subject, Limit.of(limit)).stream()
                .map(entry -> new Happening(entry.at, entry.text))
                .toList();
    }

    /** An entry, for people to read. */
    public record Happening(Instant at, String text) {}
}
