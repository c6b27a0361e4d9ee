package dev.intercepts.cloud.previews;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** A code that takes one browser from the dashboard's host to one preview's host, once. */
@Entity
@Table(name = "handoff_codes")
@NullUnmarked
class HandoffCode {

    @Id
    @Column(name = "code_hash")
    String codeHash;

    String label;

    @Column(name = "nonce_hash")
    String nonceHash;

    @Column(name = "user_id")
    UUID userId;

    @Column(name = "return_path")
    String returnPath;

    @Column(name = "expires_at")
    Instant expiresAt;
}
