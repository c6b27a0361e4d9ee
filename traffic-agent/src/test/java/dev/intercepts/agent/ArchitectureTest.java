package dev.intercepts.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.intercepts.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SMALL = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.intercepts.agent..",
                    "dev.intercepts.tunnel..",
                    "dev.intercepts.protocol..",
                    "io.netty..",
                    "tools.jackson.core..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "java..");

    @ArchTest
    static final ArchRule MESSAGES_KNOW_NO_CONNECTIONS = noClasses()
            .that()
            .resideInAPackage("..agent.message..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "dev.intercepts.tunnel..");

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = noClasses()
            .that()
            .resideInAPackage("..agent.routes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "dev.intercepts.tunnel..", "java.io..", "java.net..");

    @ArchTest
    static final ArchRule JSON_IS_READ_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.intercepts.agent.(*)..").should().beFreeOfCycles();
}
