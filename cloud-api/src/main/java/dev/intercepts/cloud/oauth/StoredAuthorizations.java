package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.CredentialEnded;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.security.Secrets;
import dev.intercepts.cloud.settings.HostedSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Logins of the command line in PostgreSQL. A login whose person lost the organization is not found. A refresh token that
 * comes back after its successor was issued ends the login (RFC 9700 §4.14.2), but for the first seconds, in which the
 * honest command may not have received the answer or two of its processes raced.
 */
@Component
class StoredAuthorizations implements OAuth2AuthorizationService {

    /** How long a spent refresh token is only refused. */
    static final Duration RACE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(StoredAuthorizations.class);

    private final AuthorizationRows rows;
    private final DeviceLoginRows devices;
    private final DeviceLogins deviceLogins;
    private final RegisteredClientRepository clients;
    private final People people;
    private final HostedSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    StoredAuthorizations(
            AuthorizationRows rows,
            DeviceLoginRows devices,
            DeviceLogins deviceLogins,
            RegisteredClientRepository clients,
            People people,
            HostedSettings settings,
            ApplicationEventPublisher events,
            Clock clock,
            TransactionTemplate transaction) {
        this.rows = rows;
        this.devices = devices;
        this.deviceLogins = deviceLogins;
        this.clients = clients;
        this.people = people;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.transaction = transaction;
    }

    @Override
    @Transactional
    public void save(OAuth2Authorization authorization) {
        if (DeviceMapping.waits(authorization)) {
            saveDevice(authorization);
            return;
        }
        // Where a device was let in, what waited for it is done with.
        devices.deleteIfThere(authorization.getId());
        AuthorizationRow row = rows.findById(authorization.getId()).orElseGet(AuthorizationRow::new);
        String refreshBefore = row.refreshHash;
        AuthorizationMapping.write(authorization, row);
        if (row.accessInvalidated || row.refreshInvalidated) {
            // Revoked, or its code came a second time: whichever token it was, the login is over (RFC 7009 §2.1).
            end(row);
            return;
        }
        if (refreshBefore != null && !refreshBefore.equals(row.refreshHash)) {
            row.spentRefreshHash = refreshBefore;
            row.refreshedAt = clock.instant();
        }
        rows.save(row);
    }

    @Override
    @Transactional
    public void remove(OAuth2Authorization authorization) {
        rows.findById(authorization.getId()).ifPresent(this::end);
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return rows.findById(id).flatMap(row -> read(row, null)).orElse(null);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        String hash = Secrets.hash(token);
        if (type != null && type.getValue().equals(OAuth2ParameterNames.DEVICE_CODE)) {
            return deviceLogins.poll(hash).flatMap(row -> read(row, token)).orElse(null);
        }
        Optional<AuthorizationRow> row = type == null ? anyByHash(hash) : byHash(hash, type.getValue());
        if (row.isEmpty()) {
            transaction.executeWithoutResult(status -> endIfSpent(hash));
        }
        return row.flatMap(found -> read(found, token)).orElse(null);
    }

    /** Drops logins that nobody can go on with. */
    @Transactional
    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    void deleteExpired() {
        rows.deleteExpired(clock.instant());
    }

    /** New, or spoilt by another client that presented its code. */
    private void saveDevice(OAuth2Authorization authorization) {
        devices.findById(authorization.getId())
                .ifPresentOrElse(
                        row -> row.state = DeviceLoginRow.State.DENIED,
                        () -> devices.save(DeviceMapping.begun(authorization, RequestAddress.current())));
    }

    private Optional<OAuth2Authorization> read(DeviceLoginRow row, String presented) {
        RegisteredClient client = clients.findById(row.clientId);
        if (client == null) {
            return Optional.empty();
        }
        Person person = row.state == DeviceLoginRow.State.APPROVED
                ? people.person(row.userId, row.organizationId).orElse(null)
                : null;
        return Optional.of(DeviceMapping.read(row, client, person, presented));
    }

    private Optional<AuthorizationRow> anyByHash(String hash) {
        return rows.findByRefreshHash(hash)
                .or(() -> rows.findByAccessHash(hash))
                .or(() -> rows.findByCodeHash(hash));
    }

    private Optional<AuthorizationRow> byHash(String hash, String type) {
        return switch (type) {
            case OAuth2ParameterNames.REFRESH_TOKEN -> rows.findByRefreshHash(hash);
            case OAuth2ParameterNames.ACCESS_TOKEN -> rows.findByAccessHash(hash);
            case OAuth2ParameterNames.CODE -> rows.findByCodeHash(hash);
            default -> Optional.empty();
        };
    }

    private void endIfSpent(String hash) {
        Instant now = clock.instant();
        rows.findBySpentRefreshHash(hash)
                .filter(row -> row.refreshedAt.plus(RACE).isBefore(now))
                .ifPresent(row -> {
                    LOG.atWarn()
                            .addKeyValue("user", row.userId)
                            .addKeyValue("authorization", row.id)
                            .log("A spent refresh token was presented; its login is ended");
                    end(row);
                });
    }

    private void end(AuthorizationRow row) {
        rows.deleteById(row.id);
        events.publishEvent(new CredentialEnded(row.credential(), row.organizationId));
    }

    private Optional<OAuth2Authorization> read(AuthorizationRow row, @Nullable String presented) {
        RegisteredClient client = clients.findById(row.clientId);
        if (client == null) {
            return Optional.empty();
        }
        return people.person(row.userId, row.organizationId)
                .map(person -> AuthorizationMapping.read(
                        row, client, person, settings.publicUrl() + "/oauth2/authorize", presented));
    }
}
