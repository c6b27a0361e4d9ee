package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.Person;
import java.util.Optional;

/** The OAuth access tokens that connectors present, on requests and on tunnels. */
@FunctionalInterface
public interface AccessTokens {

    /**
     * Whom a token speaks for now. Asks the database, and once an hour GitHub, so it blocks.
     *
     * @param bearer the token, as it stands after {@code Bearer }
     * @return empty where it is unknown, late or revoked, or its person no longer belongs to the organization
     */
    Optional<Person> authenticate(String bearer);
}
