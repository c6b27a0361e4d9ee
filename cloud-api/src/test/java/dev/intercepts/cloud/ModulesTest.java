package dev.intercepts.cloud;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A package is a module: others see its root only, and none depends on itself through others. */
class ModulesTest {

    @Test
    void modulesDependOnEachOthersRootsWithoutCycles() {
        ApplicationModules.of("dev.intercepts.cloud").verify();
    }
}
