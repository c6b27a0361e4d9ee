package dev.intercepts.tunnel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.intercepts.tunnel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependsOnNettyAndLoggingOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.intercepts.tunnel..",
                    "java..",
                    "javax.net.ssl..",
                    "io.netty..",
                    "reactor.netty..",
                    "org.slf4j..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule knowsNothingOfHttpInsideATunnel = noClasses()
            .that()
            .haveNameMatching(".*\\.(Stream|Splice|PendingStream|OpenStreams|TargetDial|TunnelC|TunnelG|TunnelS).*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.handler.codec.http");
}
