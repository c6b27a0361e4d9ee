package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.Credential;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** One login of the command line, from its authorization code to its last refresh token; tokens stand here as hashes. */
@Entity
@Table(name = "authorizations")
@NullUnmarked
class AuthorizationRow {

    @Id
    String id;

    @Column(name = "client_id")
    String clientId;

    @Column(name = "grant_type")
    String grantType;

    @Column(name = "user_id")
    UUID userId;

    @Column(name = "organization_id")
    UUID organizationId;

    /** Separated by spaces. */
    String scopes;

    @Column(name = "redirect_uri")
    String redirectUri;

    @Column(name = "code_challenge")
    String codeChallenge;

    @Column(name = "code_challenge_method")
    String codeChallengeMethod;

    @Column(name = "code_hash")
    String codeHash;

    @Column(name = "code_issued_at")
    Instant codeIssuedAt;

    @Column(name = "code_expires_at")
    Instant codeExpiresAt;

    @Column(name = "code_invalidated")
    boolean codeInvalidated;

    @Column(name = "access_hash")
    String accessHash;

    @Column(name = "access_issued_at")
    Instant accessIssuedAt;

    @Column(name = "access_expires_at")
    Instant accessExpiresAt;

    @Column(name = "access_invalidated")
    boolean accessInvalidated;

    @Column(name = "refresh_hash")
    String refreshHash;

    @Column(name = "refresh_issued_at")
    Instant refreshIssuedAt;

    @Column(name = "refresh_expires_at")
    Instant refreshExpiresAt;

    @Column(name = "refresh_invalidated")
    boolean refreshInvalidated;

    /** The refresh token before the present one. */
    @Column(name = "spent_refresh_hash")
    String spentRefreshHash;

    /** When the present refresh token took its place. */
    @Column(name = "refreshed_at")
    Instant refreshedAt;

    Credential credential() {
        return new Credential(Credential.Kind.LOGIN, id);
    }

    /** Whether there are tokens, and they can be refreshed or, where there is no refresh token, used. */
    boolean lives(Instant now) {
        return refreshHash == null
                ? accessHash != null && !accessInvalidated && now.isBefore(accessExpiresAt)
                : !refreshInvalidated && now.isBefore(refreshExpiresAt);
    }
}
