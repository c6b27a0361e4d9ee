package dev.intercepts.cloud.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A GitHub organization, or a person's own account. */
@Entity
@Table(name = "organizations")
@NullUnmarked
class Organization {

    @Id
    UUID id;

    @Column(name = "github_id")
    long githubId;

    String login;
    boolean personal;

    @Column(name = "created_at")
    Instant createdAt;
}
