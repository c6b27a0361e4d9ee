package dev.intercepts.playground.world;

import java.util.Optional;

/** The product's version, which its images are tagged with. */
final class Versions {

    private Versions() {}

    /** As the jar says it; {@code 0.1.0-SNAPSHOT} where the classes run from a directory. */
    static String product() {
        return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
                .orElse("0.1.0-SNAPSHOT");
    }
}
