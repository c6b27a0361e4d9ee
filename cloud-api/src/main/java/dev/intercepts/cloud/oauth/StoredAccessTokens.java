package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.security.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks access tokens up by their hashes. */
@Component
class StoredAccessTokens implements AccessTokens {

    private final AuthorizationRows rows;
    private final People people;
    private final Clock clock;

    StoredAccessTokens(AuthorizationRows rows, People people, Clock clock) {
        this.rows = rows;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Optional<Person> authenticate(String bearer) {
        Instant now = clock.instant();
        return rows.findByAccessHash(Secrets.hash(bearer))
                .filter(row -> !row.accessInvalidated && now.isBefore(row.accessExpiresAt))
                .flatMap(row -> people.person(row.userId, row.organizationId));
    }
}
