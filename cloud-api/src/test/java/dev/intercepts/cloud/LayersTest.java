package dev.intercepts.cloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each part may use (architecture: fabric8, picocli and Netty stay where they belong). */
@AnalyzeClasses(packages = "dev.intercepts.cloud", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule NETTY_STAYS_WITH_TRAFFIC = noClasses()
            .that()
            .resideOutsideOfPackages("..cloud.edge..", "..cloud.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "reactor.netty..");

    @ArchTest
    static final ArchRule NO_KUBERNETES_AND_NO_COMMAND_LINE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.fabric8..", "picocli..");

    @ArchTest
    static final ArchRule TRAFFIC_KNOWS_NO_TABLES = noClasses()
            .that()
            .resideInAnyPackage("..cloud.edge..", "..cloud.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.springframework.data..");
}
