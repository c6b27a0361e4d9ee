package dev.intercepts.cloud.login;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A browser that somebody signed in with. */
@Entity
@Table(name = "web_sessions")
@NullUnmarked
class WebSession {

    @Id
    @Column(name = "token_hash")
    String tokenHash;

    @Column(name = "user_id")
    UUID userId;

    /** {@code null} until one is chosen. */
    @Column(name = "organization_id")
    UUID organizationId;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "expires_at")
    Instant expiresAt;
}
