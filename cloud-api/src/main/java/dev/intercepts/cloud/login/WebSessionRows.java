package dev.intercepts.cloud.login;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Rows of {@code web_sessions}. */
interface WebSessionRows extends Repository<WebSession, String> {

    WebSession save(WebSession session);

    Optional<WebSession> findById(String tokenHash);

    void deleteById(String tokenHash);

    long deleteByExpiresAtBefore(Instant instant);
}
