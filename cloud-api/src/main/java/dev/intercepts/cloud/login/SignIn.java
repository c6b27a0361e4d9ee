package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.Person;
import java.util.UUID;

/** What a browser's session proves. */
public sealed interface SignIn {

    /** Who. */
    UUID userId();

    /** Somebody who has yet to choose an organization, or has lost the one they chose. */
    record Undecided(UUID userId) implements SignIn {}

    /** Somebody who acts for an organization. */
    record Decided(Person person) implements SignIn {

        @Override
        public UUID userId() {
            return person.userId();
        }
    }
}
