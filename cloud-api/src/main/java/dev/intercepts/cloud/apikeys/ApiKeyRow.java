package dev.intercepts.cloud.apikeys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "api_keys")
@NullUnmarked
class ApiKeyRow {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    /** Whom it speaks for. */
    @Column(name = "user_id")
    UUID userId;

    String name;
    String prefix;

    @Column(name = "secret_hash")
    String secretHash;

    /** Separated by spaces. */
    String scopes;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    /** To the minute. */
    @Column(name = "last_used_at")
    Instant lastUsedAt;

    @Column(name = "revoked_at")
    Instant revokedAt;

    boolean good(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
