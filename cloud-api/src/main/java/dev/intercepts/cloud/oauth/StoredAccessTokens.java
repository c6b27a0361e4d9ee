package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.apikeys.ApiKeys;
import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.CredentialSource;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.security.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks access tokens up by their hashes; knows API keys by how they begin. */
@Component
class StoredAccessTokens implements AccessTokens, CredentialSource {

    private final AuthorizationRows rows;
    private final ApiKeys keys;
    private final People people;
    private final Clock clock;

    StoredAccessTokens(AuthorizationRows rows, ApiKeys keys, People people, Clock clock) {
        this.rows = rows;
        this.keys = keys;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Optional<PersonAuthentication> authenticate(String bearer) {
        if (ApiKeys.looksLikeOne(bearer)) {
            return keys.authenticate(bearer);
        }
        Instant now = clock.instant();
        return rows.findByAccessHash(Secrets.hash(bearer))
                .filter(row -> !row.accessInvalidated && now.isBefore(row.accessExpiresAt))
                .flatMap(row -> people.person(row.userId, row.organizationId)
                        .map(person -> PersonAuthentication.inPerson(person, row.credential())));
    }

    @Override
    public Credential.Kind kind() {
        return Credential.Kind.LOGIN;
    }

    /** A login lasts as long as it can be refreshed, not just until its present access token is late. */
    @Override
    public Optional<Person> holder(String id) {
        return rows.findById(id)
                .filter(row -> row.lives(clock.instant()))
                .flatMap(row -> people.person(row.userId, row.organizationId));
    }
}
