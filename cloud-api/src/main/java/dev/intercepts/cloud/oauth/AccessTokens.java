package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.PersonAuthentication;
import java.util.Optional;

/** What connectors and machines present as {@code Bearer}, on requests and on tunnels: OAuth access tokens and API keys. */
@FunctionalInterface
public interface AccessTokens {

    /**
     * Whom a token speaks for now. Asks the database, and once an hour GitHub, so it blocks.
     *
     * @param bearer the token, as it stands after {@code Bearer }
     * @return empty where it is unknown, late or revoked, or its person no longer belongs to the organization
     */
    Optional<PersonAuthentication> authenticate(String bearer);
}
