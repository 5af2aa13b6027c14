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
}
