package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildLogTest {
    @Test
    void maven_moduleLine_isModuleAndCount() {
        assertThat(BuildLog.maven("[INFO] Building catalog 0.1.0                                     [7/11]"))
                .contains("7/11 catalog");
        assertThat(BuildLog.maven("[INFO] Building Matinee: tests of what has no module 0.1.0 [11/11]"))
                .contains("11/11 Matinee: tests of what has no module");
    }

    @Test
    void maven_testLine_isTheClass() {
        assertThat(BuildLog.maven("[INFO] Running dev.matinee.upload.TusRoutesIT"))
                .contains("TusRoutesIT");
    }

    @Test
    void maven_otherLine_isNothing() {
        assertThat(BuildLog.maven("[INFO] Building jar: /x/target/catalog.jar")).isEmpty();
    }

    @Test
    void failures_ofMaven_areThoseOfEveryModule() {
        assertThat(BuildLog.failures("""
                        [INFO] Results:
                        [INFO]
                        [[1;31mERROR[m] [1;31mFailures: [m
                        [ERROR]   CatalogIT.read_gone:12 expected: 404
                         but was: 200
                        [INFO]
                        [ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0
                        [ERROR] Errors:
                        [ERROR]   UploadIT.patch_cut:9 » Timeout
                        [INFO]
                        [ERROR] Tests run: 2, Failures: 0, Errors: 1, Skipped: 0
                        [ERROR] Failed to execute goal
                        """))
                .containsExactly(
                        "CatalogIT.read_gone:12 expected: 404", "but was: 200", "UploadIT.patch_cut:9 » Timeout");
    }

    @Test
    void failures_ofTheOthers_areTheLinesWhereTheyHappened() {
        assertThat(BuildLog.failures(
                        "  ok    a login (1.0 s)\n  fail  a like\n FAIL  src/api.test.ts > reads\n1 passed\n"))
                .containsExactly("fail  a like", "FAIL  src/api.test.ts > reads");
    }

    @Test
    void failures_none_isNothing() {
        assertThat(BuildLog.failures("[INFO] BUILD SUCCESS\n[ERROR] told by a test of its own\n"))
                .isEmpty();
    }
}
