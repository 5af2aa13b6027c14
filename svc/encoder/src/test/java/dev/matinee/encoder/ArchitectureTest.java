package dev.matinee.encoder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.matinee", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule sqlOnlyInStores = noClasses()
            .that()
            .resideInAPackage("dev.matinee.encoder")
            .and()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.helidon.dbclient..");

    @ArchTest
    static final ArchRule processesOnlyInTheSandbox = noClasses()
            .that()
            .resideInAPackage("dev.matinee.encoder")
            .and()
            .doNotHaveSimpleName("Sandbox")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);
}
