package dev.intercepts.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "dev.intercepts.connector", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FABRIC8_IN_KUBE = noClasses()
            .that()
            .resideOutsideOfPackage("..kube..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchRule PICOCLI_IN_CLI = noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule NETTY_WHERE_BYTES_PASS = noClasses()
            .that()
            .resideOutsideOfPackages("..forward..", "..link..", "..proxy..", "..outbound..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    /** The command starts in a blink because it loads next to nothing. */
    @ArchTest
    static final ArchRule THIN_COMMAND = noClasses()
            .that()
            .resideInAnyPackage("..cli..", "..contract..", "..json..", "..files..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..connector.kube..",
                    "..connector.cloud..",
                    "..connector.daemon..",
                    "..connector.forward..",
                    "..connector.link..",
                    "..connector.proxy..",
                    "..connector.outbound..",
                    "dev.intercepts.protocol..",
                    "dev.intercepts.tunnel..",
                    "tools.jackson..",
                    "org.slf4j..",
                    "java.net.http..");

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("dev.intercepts.connector.(*)..")
            .should()
            .beFreeOfCycles();
}
