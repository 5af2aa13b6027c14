package dev.matinee.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.matinee.kit.http.Settings;

/** The allowed edges between modules: service → kits and events, kits → events, never service → service. */
@AnalyzeClasses(packages = "dev.matinee", importOptions = ImportOption.DoNotIncludeTests.class)
class EdgesTest {
    private static final String[] SERVICES = {
        "dev.matinee.gate..",
        "dev.matinee.catalog..",
        "dev.matinee.upload..",
        "dev.matinee.encoder..",
        "dev.matinee.search..",
        "dev.matinee.feed..",
        "dev.matinee.notify..",
        "dev.matinee.analytics..",
        "dev.matinee.ops..",
        "dev.matinee.cli..",
        "dev.matinee.bench.."
    };

    @ArchTest
    static final ArchRule services_knowNoOtherService = slices().matching(
                    "dev.matinee.(gate|catalog|upload|encoder|search|feed|notify|analytics|ops|cli|bench)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule kitsAndEvents_knowNoService = noClasses()
            .that()
            .resideInAnyPackage("dev.matinee.kit..", "dev.matinee.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES);

    @ArchTest
    static final ArchRule events_knowNoKit = noClasses()
            .that()
            .resideInAPackage("dev.matinee.events..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.matinee.kit..");

    @ArchTest
    static final ArchRule kitHttp_knowsNeitherSqlNorKafka = noClasses()
            .that()
            .resideInAPackage("dev.matinee.kit.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.matinee.kit.sql..", "dev.matinee.kit.kafka..", "dev.matinee.events..");

    @ArchTest
    static final ArchRule configuration_isReadInOnePlacePerService = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .and()
            .haveSimpleNameNotEndingWith("Config")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Settings.class);

    @ArchTest
    static final ArchRule services_areFlat =
            noClasses().that().resideInAnyPackage(SERVICES).should().resideInAnyPackage("dev.matinee.*.*..");

    @ArchTest
    static final ArchRule names_sayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Processor|Helper|Utils?|Impl)")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .haveSimpleNameStartingWith("Base");
}
