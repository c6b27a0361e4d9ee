package dev.intercepts.manager;

import java.util.Optional;

/** Which release this is. */
final class Version {

    /** As the jar's manifest says it; {@code dev} where it runs from classes. */
    static final String CURRENT = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("dev");

    private Version() {}
}
