package dev.intercepts.cloud.oauth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A device that waits for somebody to let it in (RFC 8628). */
@Entity
@Table(name = "device_logins")
@NullUnmarked
class DeviceLoginRow {

    enum State {
        PENDING,
        APPROVED,
        DENIED
    }

    @Id
    String id;

    @Column(name = "client_id")
    String clientId;

    /** Separated by spaces. */
    String scopes;

    @Column(name = "device_hash")
    String deviceHash;

    @Column(name = "user_code_hash")
    String userCodeHash;

    @Enumerated(EnumType.STRING)
    State state;

    /** Who let it in. */
    @Column(name = "user_id")
    UUID userId;

    @Column(name = "organization_id")
    UUID organizationId;

    /** Where it asked from. */
    String address;

    @Column(name = "issued_at")
    Instant issuedAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "polled_at")
    Instant polledAt;

    /** How long it must wait between its questions; longer each time it did not. */
    @Column(name = "poll_seconds")
    int pollSeconds;
}
