package dev.matinee.notify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.matinee.kit.http.Settings;

/** What may know what. */
@AnalyzeClasses(packages = "dev.matinee.notify", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.matinee.gate..",
                    "dev.matinee.catalog..",
                    "dev.matinee.upload..",
                    "dev.matinee.encoder..",
                    "dev.matinee.search..",
                    "dev.matinee.feed..",
                    "dev.matinee.cli..",
                    "dev.matinee.kit.test..");

    /** Whatever a member named is called with care in one place only. */
    @ArchTest
    static final ArchRule ONE_CALLS_OUTSIDE = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("OutsideClient")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule INNER_CALLS_ARE_TO_OURS = noClasses()
            .that()
            .doNotHaveSimpleName("People")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..");

    @ArchTest
    static final ArchRule ONE_SENDS_MAIL = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("MailCourier")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.simplejavamail..", "jakarta.mail..");

    @ArchTest
    static final ArchRule ONE_READER_OF_CONFIGURATION = noClasses()
            .that()
            .doNotHaveSimpleName("NotifyConfig")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Settings.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon.config..");

    @ArchTest
    static final ArchRule PURE_LOGIC_KNOWS_NO_SERVER = noClasses()
            .that()
            .haveSimpleName("QuietHours")
            .or()
            .haveSimpleName("Digest")
            .or()
            .haveSimpleName("Preferences")
            .or()
            .haveSimpleName("Letter")
            .or()
            .haveSimpleName("Wording")
            .or()
            .haveSimpleName("Retries")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.helidon..", "org.simplejavamail..", "java.sql..");

    @ArchTest
    static final ArchRule ONLY_MAIN_IS_PUBLIC = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleName("Main")
            .orShould()
            .haveSimpleName("package-info");
}
