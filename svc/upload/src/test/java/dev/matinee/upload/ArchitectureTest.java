package dev.matinee.upload;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.matinee.kit.http.Settings;
import io.helidon.dbclient.DbRow;
import org.redisson.api.RedissonClient;
import software.amazon.awssdk.services.s3.S3Client;

@AnalyzeClasses(packages = "dev.matinee.upload", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noOtherService = noClasses()
            .should(dependOnClassesThat(resideInAPackage("dev.matinee..")
                    .and(DescribedPredicate.not(
                            resideInAnyPackage("dev.matinee.upload", "dev.matinee.events", "dev.matinee.kit..")))));

    @ArchTest
    static final ArchRule oneFlatPackage = classes().should().resideInAPackage("dev.matinee.upload");

    @ArchTest
    static final ArchRule sqlInStoresOnly = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .doNotHaveSimpleName("Columns")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(DbRow.class);

    @ArchTest
    static final ArchRule configurationReadInOnePlace = noClasses()
            .that()
            .doNotBelongToAnyOf(UploadConfig.class, Main.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Settings.class);

    @ArchTest
    static final ArchRule s3InOnePlace = noClasses()
            .that()
            .doNotBelongToAnyOf(SourceBucket.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(S3Client.class);

    @ArchTest
    static final ArchRule redisInOnePlace = noClasses()
            .that()
            .doNotBelongToAnyOf(WriteLocks.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RedissonClient.class);
}
