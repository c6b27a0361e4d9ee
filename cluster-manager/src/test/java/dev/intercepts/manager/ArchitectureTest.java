package dev.intercepts.manager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.intercepts.manager", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FABRIC8_STAYS_IN_KUBE = noClasses()
            .that()
            .resideOutsideOfPackage("..kube..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..");

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage("..world..", "..injection..")
            .or()
            .haveFullyQualifiedName("dev.intercepts.manager.intercepts.Reconciler")
            .or()
            .haveFullyQualifiedName("dev.intercepts.manager.sessions.StreamRules")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor..", "java.net..", "java.nio.file..", "org.slf4j..");

    @ArchTest
    static final ArchRule NO_OTHER_APPLICATION = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.intercepts.agent..",
                    "dev.intercepts.connector..",
                    "dev.intercepts.cloud..",
                    "org.springframework..",
                    "picocli..");

    @ArchTest
    static final ArchRule THE_CLOCK_IS_PASSED_IN = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.intercepts.manager.(*)..").should().beFreeOfCycles();
}
