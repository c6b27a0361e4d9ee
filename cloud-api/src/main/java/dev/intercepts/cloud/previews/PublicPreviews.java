package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.Intercepts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes public previews private again: all of an organization at once, and each one when its time is over. */
@Service
public class PublicPreviews {

    private static final String BY_CLOCK = "clock";

    private final PreviewRows rows;
    private final Intercepts intercepts;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PublicPreviews(
            PreviewRows rows, Intercepts intercepts, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.intercepts = intercepts;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** How many previews of the organization are public. */
    @Transactional(readOnly = true)
    public long count(UUID organizationId) {
        return rows.countPublic(organizationId, clock.instant());
    }

    /**
     * Makes every public preview of the organization private. Every member may: what is found open by mistake must not wait for
     * an owner.
     *
     * @return how many there were
     */
    @Transactional
    public int closeAll(Person person) {
        Map<UUID, String> labels = rows.publicOnes(person.organizationId()).stream()
                .collect(Collectors.toMap(preview -> preview.interceptId, preview -> preview.label));
        Set<UUID> open = labels.keySet();
        rows.makePrivate(open);
        audit.record(
                person.organizationId(),
                person.login(),
                AuditAction.PUBLIC_PREVIEWS_CLOSED,
                person.organizationId(),
                person.name() + " closed all public previews (" + open.size() + ")");
        Map<UUID, String> names = intercepts.names(open);
        for (UUID id : open) {
            audit.record(
                    person.organizationId(),
                    person.login(),
                    AuditAction.PREVIEW_MADE_PRIVATE,
                    id,
                    person.name() + " made the preview of " + names.getOrDefault(id, "")
                            + " private, with all others of " + person.organization());
        }
        events.publishEvent(new PublicPreviewsClosed(person.organizationId(), labels));
        return open.size();
    }

    /**
     * Makes private what was public for as long as it was meant to be. Visitors are refused from that moment on
     * ({@link RememberedPreviews}); this writes it down, and tells those who watch.
     */
    @Transactional
    @Scheduled(initialDelay = 1_000, fixedDelay = 1_000)
    public void closeOverdue() {
        Instant now = clock.instant();
        List<Preview> overdue = rows.overdue(now);
        if (overdue.isEmpty()) {
            return;
        }
        Map<UUID, String> names = intercepts.names(
                overdue.stream().map(preview -> preview.interceptId).toList());
        for (Preview preview : overdue) {
            // Another node may have been quicker.
            if (rows.close(preview.interceptId, now) == 1) {
                audit.record(
                        preview.organizationId,
                        BY_CLOCK,
                        AuditAction.PREVIEW_MADE_PRIVATE,
                        preview.interceptId,
                        "The preview of " + names.getOrDefault(preview.interceptId, "")
                                + " became private again: its time was over");
                events.publishEvent(new PreviewChanged(preview.organizationId, preview.interceptId, preview.label));
            }
        }
    }
}
