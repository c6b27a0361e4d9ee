package dev.intercepts.cloud.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "audit")
@NullUnmarked
class AuditEntry {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    Instant at;
    String actor;

    @Enumerated(EnumType.STRING)
    AuditAction action;

    @Column(name = "subject_id")
    UUID subjectId;

    String text;

    /** The text in small letters, which the database makes; searches look at it. */
    @Column(insertable = false, updatable = false)
    String words;
}
