package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.security.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The sessions of browsers. Their tokens are kept as hashes, so a restart signs nobody out and a stolen table lets nobody in. */
@Service
class SignIns {

    /** How long a session lasts, used or not. */
    static final Duration LIFETIME = Duration.ofDays(7);

    private final WebSessionRows rows;
    private final People people;
    private final Secrets secrets;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SignIns(WebSessionRows rows, People people, Secrets secrets, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.people = people;
        this.secrets = secrets;
        this.events = events;
        this.clock = clock;
    }

    /** Begins a session without an organization and returns its token. */
    @Transactional
    public String begin(UUID userId) {
        return begin(userId, null);
    }

    /**
     * Continues a session for an organization, under a new token: the old one, which was weaker, ends.
     *
     * @return empty where the session is over or the person does not belong to the organization
     */
    @Transactional
    public Optional<String> choose(String token, UUID organizationId) {
        return session(token)
                .filter(session -> people.isMember(session.userId, organizationId))
                .map(session -> {
                    rows.deleteById(session.tokenHash);
                    return begin(session.userId, organizationId);
                });
    }

    /** What a token proves now. */
    @Transactional
    public Optional<SignIn> find(String token) {
        return session(token)
                .map(session -> session.organizationId == null
                        ? new SignIn.Undecided(session.userId)
                        : people.person(session.userId, session.organizationId)
                                .<SignIn>map(SignIn.Decided::new)
                                .orElseGet(() -> new SignIn.Undecided(session.userId)));
    }

    /** Ends a session; one that is not there has ended already. */
    @Transactional
    public void end(String token) {
        session(token).ifPresent(session -> {
            rows.deleteById(session.tokenHash);
            events.publishEvent(new SignedOut(session.userId));
        });
    }

    /** Drops sessions that are over. */
    @Transactional
    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    void deleteExpired() {
        rows.deleteByExpiresAtBefore(clock.instant());
    }

    private String begin(UUID userId, @Nullable UUID organizationId) {
        String token = secrets.token();
        Instant now = clock.instant();
        WebSession session = new WebSession();
        session.tokenHash = Secrets.hash(token);
        session.userId = userId;
        session.organizationId = organizationId;
        session.createdAt = now;
        session.expiresAt = now.plus(LIFETIME);
        rows.save(session);
        return token;
    }

    private Optional<WebSession> session(String token) {
        return rows.findById(Secrets.hash(token))
                .filter(session -> clock.instant().isBefore(session.expiresAt));
    }
}
