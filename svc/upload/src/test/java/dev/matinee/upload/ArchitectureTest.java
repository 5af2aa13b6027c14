package dev.matinee.upload;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.helidon.dbclient.DbRow;
import org.redisson.api.RedissonClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What upload alone has; the edges between modules are in svc/e2e. */
@AnalyzeClasses(packages = "dev.matinee.upload", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule sqlInStoresOnly = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            // What the stores of one table share.
            .doNotHaveSimpleName("UploadRows")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(DbRow.class);

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
