package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.CredentialEnded;
import dev.intercepts.cloud.identity.CredentialSource;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
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
import org.springframework.transaction.support.TransactionTemplate;

/** The sessions of browsers. Their tokens are kept as hashes, so a restart signs nobody out and a stolen table lets nobody in. */
@Service
class SignIns implements CredentialSource {

    /** How long a session lasts, used or not. */
    static final Duration LIFETIME = Duration.ofDays(7);

    private final WebSessionRows rows;
    private final People people;
    private final Secrets secrets;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    SignIns(
            WebSessionRows rows,
            People people,
            Secrets secrets,
            ApplicationEventPublisher events,
            Clock clock,
            TransactionTemplate transaction) {
        this.rows = rows;
        this.people = people;
        this.secrets = secrets;
        this.events = events;
        this.clock = clock;
        this.transaction = transaction;
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
    public Optional<String> choose(String token, UUID organizationId) {
        return session(token)
                .filter(session -> people.isMember(session.userId, organizationId))
                .flatMap(member -> transaction.execute(status -> session(token).map(session -> {
                    over(session);
                    return begin(session.userId, organizationId);
                })));
    }

    /** What a token proves now. */
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
            over(session);
            events.publishEvent(new SignedOut(session.userId));
        });
    }

    @Override
    public Credential.Kind kind() {
        return Credential.Kind.BROWSER;
    }

    @Override
    public Optional<Person> holder(String tokenHash) {
        return rows.findById(tokenHash)
                .filter(session -> clock.instant().isBefore(session.expiresAt) && session.organizationId != null)
                .flatMap(session -> people.person(session.userId, session.organizationId));
    }

    /** What a session is called where its token must not be. */
    static Credential credential(String token) {
        return new Credential(Credential.Kind.BROWSER, Secrets.hash(token));
    }

    /** Drops sessions that are over. */
    @Transactional
    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    void deleteExpired() {
        rows.deleteByExpiresAtBefore(clock.instant());
    }

    private void over(WebSession session) {
        rows.deleteById(session.tokenHash);
        if (session.organizationId != null) {
            events.publishEvent(new CredentialEnded(
                    new Credential(Credential.Kind.BROWSER, session.tokenHash), session.organizationId));
        }
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
