package dev.matinee.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what within analytics; the edges between modules are in svc/e2e. */
@AnalyzeClasses(packages = "dev.matinee.analytics", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ROUTES_KNOW_NEITHER_SQL_NOR_KAFKA = noClasses()
            .that()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.duckdb..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule ONE_KNOWS_DUCKDB = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Engine")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.duckdb..");

    @ArchTest
    static final ArchRule WHAT_KNOWS_ADDRESSES_KEEPS_NOTHING = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Routes")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("Pseudonyms");

    @ArchTest
    static final ArchRule ONLY_MAIN_IS_PUBLIC = classes()
            .that()
            .arePublic()
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info");
}
