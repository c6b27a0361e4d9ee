package dev.intercepts.cloud.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

/** Somebody who has logged in with GitHub. */
@Entity
@Table(name = "users")
@DynamicUpdate
@NullUnmarked
class UserAccount {

    @Id
    UUID id;

    @Column(name = "github_id")
    long githubId;

    String login;
    String name;

    @Column(name = "avatar_url")
    String avatarUrl;

    /** Encrypted; {@code null} once it is known to be of no use. */
    @Column(name = "github_token")
    byte[] githubToken;

    /** What GitHub said of organizations that it keeps back; {@code null} where nothing. */
    @Column(name = "github_notice")
    String githubNotice;

    @Column(name = "created_at")
    Instant createdAt;
}
