package dev.matinee.ops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.matinee.kit.http.Settings;

/** What may know what. */
@AnalyzeClasses(packages = "dev.matinee.ops", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_OTHER_SERVICE_AND_NO_DATABASE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.matinee.gate..",
                    "dev.matinee.catalog..",
                    "dev.matinee.upload..",
                    "dev.matinee.encoder..",
                    "dev.matinee.search..",
                    "dev.matinee.feed..",
                    "dev.matinee.notify..",
                    "dev.matinee.analytics..",
                    "dev.matinee.cli..",
                    "dev.matinee.kit.sql..",
                    "dev.matinee.kit.test..",
                    "java.sql..");

    @ArchTest
    static final ArchRule ROUTES_ASK_NOBODY_THEMSELVES = noClasses()
            .that()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule TWO_KNOW_KAFKA = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Kafka")
            .and()
            .haveSimpleNameNotStartingWith("LetterBoxes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule ONE_READER_OF_CONFIGURATION = noClasses()
            .that()
            .doNotHaveSimpleName("OpsConfig")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Settings.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon.config..");

    @ArchTest
    static final ArchRule ONLY_MAIN_IS_PUBLIC = classes()
            .that()
            .arePublic()
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info");
}
