package dev.intercepts.protocol;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "dev.intercepts.protocol", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PURE_JAVA = ArchRuleDefinition.classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.intercepts.protocol..",
                    "java.lang..",
                    "java.util..",
                    "java.security..",
                    "java.nio.charset..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify.annotations..");
}
