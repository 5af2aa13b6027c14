package dev.matinee.feed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what within feed; the edges between modules are in svc/e2e. */
@AnalyzeClasses(packages = "dev.matinee.feed", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ROUTES_KNOW_NO_SQL = noClasses()
            .that()
            .haveSimpleNameEndingWith("Routes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.matinee.kit.sql..", "io.helidon.dbclient..", "java.sql..");

    @ArchTest
    static final ArchRule SQL_KNOWS_NO_HTTP = noClasses()
            .that()
            .haveSimpleNameEndingWith("Store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon.webserver..");

    @ArchTest
    static final ArchRule ONE_KNOWS_REDIS = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("FeedRedis")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.redisson..");

    @ArchTest
    static final ArchRule WHAT_RANKS_KNOWS_NO_SERVER = noClasses()
            .that()
            .haveSimpleName("Scores")
            .or()
            .haveSimpleName("Merge")
            .or()
            .haveSimpleName("Entry")
            .or()
            .haveSimpleName("Member")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.helidon..", "org.redisson..", "org.apache.kafka..", "java.sql..", "dev.matinee.kit.sql..");

    @ArchTest
    static final ArchRule ONLY_MAIN_IS_PUBLIC = classes()
            .that()
            .arePublic()
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info");
}
