package dev.intercepts.cloud.previews;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A visitor's session on one preview's host. */
@Entity
@Table(name = "visits")
@NullUnmarked
class VisitRow {

    @Id
    @Column(name = "token_hash")
    String tokenHash;

    String label;

    @Column(name = "user_id")
    UUID userId;

    @Column(name = "return_path")
    String returnPath;

    @Column(name = "expires_at")
    Instant expiresAt;
}
