package dev.intercepts.cloud.oauth;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Rows of {@code authorizations}. */
interface AuthorizationRows extends Repository<AuthorizationRow, String> {

    AuthorizationRow save(AuthorizationRow row);

    Optional<AuthorizationRow> findById(String id);

    Optional<AuthorizationRow> findByCodeHash(String hash);

    Optional<AuthorizationRow> findByAccessHash(String hash);

    Optional<AuthorizationRow> findByRefreshHash(String hash);

    Optional<AuthorizationRow> findBySpentRefreshHash(String hash);

    void deleteById(String id);

    /** Drops what can no longer be of use to anybody. */
    @Modifying
    @Query("""
            delete from AuthorizationRow a
            where a.refreshExpiresAt < :now or (a.refreshHash is null and a.codeExpiresAt < :now)""")
    int deleteExpired(Instant now);
}
