package dev.intercepts.cloud.apikeys;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.CredentialEnded;
import dev.intercepts.cloud.identity.CredentialSource;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.identity.Scope;
import dev.intercepts.cloud.security.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The API keys of organizations. A key speaks for whoever made it, for one organization, within its scopes and until it expires;
 * it ends with the membership. It is kept as its hash.
 */
@Service
public class ApiKeys implements CredentialSource {

    /** A use within so long of the last one is not noted again. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final ApiKeyRows rows;
    private final People people;
    private final Secrets secrets;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ApiKeys(
            ApiKeyRows rows,
            People people,
            Secrets secrets,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.people = people;
        this.secrets = secrets;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Whether a bearer token is meant to be an API key. */
    public static boolean looksLikeOne(String bearer) {
        return bearer.startsWith(KeyFormat.MARK);
    }

    /**
     * Makes a key.
     *
     * @param name what its owner calls it
     * @param scopes what it may be used for
     * @param lifetime how long it is good
     */
    @Transactional
    public Made make(Person person, String name, Set<Scope> scopes, Duration lifetime) {
        String key = KeyFormat.next(secrets);
        ApiKeyRow row = new ApiKeyRow();
        row.id = UUID.randomUUID();
        row.organizationId = person.organizationId();
        row.userId = person.userId();
        row.name = name;
        row.prefix = KeyFormat.prefix(key);
        row.secretHash = Secrets.hash(key);
        row.scopes = Scope.join(scopes);
        row.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        row.expiresAt = row.createdAt.plus(lifetime);
        rows.save(row);
        String text = "%s made the API key %s (%s…) for %s, until %s"
                .formatted(person.name(), name, row.prefix, row.scopes, row.expiresAt.truncatedTo(ChronoUnit.MINUTES));
        audit.record(row.organizationId, person.login(), AuditAction.API_KEY_CREATED, row.id, text);
        return new Made(key, views(List.of(row)).getFirst());
    }

    /**
     * The organization's keys that were not revoked, newest first.
     *
     * @param after the last one of the page before, or {@code null}
     */
    @Transactional(readOnly = true)
    public List<ApiKey> list(UUID organizationId, @Nullable Position after, int limit) {
        List<ApiKeyRow> found = after == null
                ? rows.findByOrganizationIdAndRevokedAtIsNullOrderByCreatedAtDescIdDesc(organizationId, Limit.of(limit))
                : rows.after(organizationId, after.createdAt(), after.id(), Limit.of(limit));
        return views(found);
    }

    /** One of the organization's keys; empty where there is none, or it was revoked. */
    @Transactional(readOnly = true)
    public Optional<ApiKey> find(UUID organizationId, UUID id) {
        return rows.findByIdAndOrganizationIdAndRevokedAtIsNull(id, organizationId)
                .map(row -> views(List.of(row)).getFirst());
    }

    /**
     * Ends a key at once. Every member may: a key that somebody found must not wait for its owner.
     *
     * @return whether there was one
     */
    @Transactional
    public boolean revoke(Person person, UUID id) {
        Optional<ApiKeyRow> row = rows.findByIdAndOrganizationIdAndRevokedAtIsNull(id, person.organizationId());
        if (row.isEmpty() || rows.revoke(id, clock.instant()) == 0) {
            return false;
        }
        ApiKeyRow key = row.get();
        audit.record(
                key.organizationId,
                person.login(),
                AuditAction.API_KEY_REVOKED,
                key.id,
                person.name() + " revoked the API key " + key.name + " (" + key.prefix + "…)");
        events.publishEvent(new CredentialEnded(credential(key), key.organizationId));
        return true;
    }

    /** Whom a key speaks for now, and with which scopes; notes its use. */
    public Optional<PersonAuthentication> authenticate(String key) {
        if (!KeyFormat.fits(key)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return rows.findBySecretHash(Secrets.hash(key))
                .filter(row -> row.good(now))
                .flatMap(row -> people.person(row.userId, row.organizationId).map(person -> {
                    rows.used(row.id, now, now.minus(NOTED));
                    return PersonAuthentication.byKey(person, credential(row), Scope.split(row.scopes));
                }));
    }

    @Override
    public Credential.Kind kind() {
        return Credential.Kind.API_KEY;
    }

    @Override
    public Optional<Person> holder(String id) {
        return rows.findById(UUID.fromString(id))
                .filter(row -> row.good(clock.instant()))
                .flatMap(row -> people.person(row.userId, row.organizationId));
    }

    private static Credential credential(ApiKeyRow row) {
        return new Credential(Credential.Kind.API_KEY, row.id.toString());
    }

    private List<ApiKey> views(List<ApiKeyRow> found) {
        Map<UUID, People.Profile> owners =
                people.profiles(found.stream().map(row -> row.userId).distinct().toList()).stream()
                        .collect(Collectors.toMap(People.Profile::id, Function.identity()));
        return found.stream()
                .map(row -> view(row, owners.getOrDefault(row.userId, new People.Profile(row.userId, "", "", null))))
                .toList();
    }

    private static ApiKey view(ApiKeyRow row, People.Profile owner) {
        return new ApiKey(
                row.id,
                row.name,
                row.prefix,
                Scope.split(row.scopes),
                row.userId,
                owner.login(),
                owner.name(),
                row.createdAt,
                row.expiresAt,
                row.lastUsedAt);
    }

    /**
     * A key that was just made.
     *
     * @param key the secret; it is nowhere else, and cannot be shown again
     */
    public record Made(String key, ApiKey view) {}

    /** Where a page ended. */
    public record Position(Instant createdAt, UUID id) {}
}
