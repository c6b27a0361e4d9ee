package dev.intercepts.cloud.identity;

import java.util.Optional;

/** Whoever keeps credentials of one kind. */
public interface CredentialSource {

    /** Which kind. */
    Credential.Kind kind();

    /** Whom a credential of that kind speaks for now; empty where it has ended or its person lost the organization. */
    Optional<Person> holder(String id);
}
