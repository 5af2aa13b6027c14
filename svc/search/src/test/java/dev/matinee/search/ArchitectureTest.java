package dev.matinee.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.matinee.kit.http.Settings;

/** What may know what. */
@AnalyzeClasses(packages = "dev.matinee.search", importOptions = ImportOption.DoNotIncludeTests.class)
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
                    "dev.matinee.cli..",
                    "dev.matinee.kit.sql..",
                    "dev.matinee.kit.test..",
                    "java.sql..");

    @ArchTest
    static final ArchRule ROUTES_KNOW_NO_ELASTICSEARCH = noClasses()
            .that()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("co.elastic..", "org.elasticsearch..");

    @ArchTest
    static final ArchRule ONE_KNOWS_THE_CONNECTION = noClasses()
            .that()
            .doNotHaveSimpleName("Elastic")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.elasticsearch..", "co.elastic.clients.transport.rest_client..", "org.apache.http..");

    @ArchTest
    static final ArchRule ONE_KNOWS_REDIS = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("RedisLink")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redisson..");

    @ArchTest
    static final ArchRule ONE_READER_OF_CONFIGURATION = noClasses()
            .that()
            .doNotHaveSimpleName("SearchConfig")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Settings.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon.config..");

    @ArchTest
    static final ArchRule WHAT_WAS_TYPED_KNOWS_NO_SERVER = noClasses()
            .that()
            .haveSimpleName("UserQuery")
            .or()
            .haveSimpleName("Fold")
            .or()
            .haveSimpleName("Entry")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon..", "co.elastic..", "org.redisson..", "org.apache..");

    @ArchTest
    static final ArchRule ONLY_MAIN_IS_PUBLIC = classes()
            .that()
            .arePublic()
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info");
}
