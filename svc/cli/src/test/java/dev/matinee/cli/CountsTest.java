package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
    @Test
    void surefire_modules_areSummedAndClassesNotCountedTwice() {
        var output = """
                [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in dev.matinee.cli.PackTest
                [INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0
                [ERROR] Tests run: 10, Failures: 1, Errors: 2, Skipped: 3
                [WARNING] Tests run: 4, Failures: 0, Errors: 0, Skipped: 1
                """;
        assertThat(Counts.surefire(output)).isEqualTo(new Counts(10, 3, 4));
    }

    @Test
    void vitest_colouredLine_isRead() {
        var output =
                " Test Files  2 passed (2)\n      Tests  \u001b[31m1 failed\u001b[39m | 12 passed | 2 skipped (15)\n";
        assertThat(Counts.vitest(output)).isEqualTo(new Counts(12, 1, 2));
    }

    @Test
    void plain_closingLine_isRead() {
        assertThat(Counts.plain("  ok    log in (1.0 s)\n12 passed, 1 failed\n"))
                .isEqualTo(new Counts(12, 1, 0));
        assertThat(Counts.plain("3 passed, 0 failed, 2 skipped\n")).isEqualTo(new Counts(3, 0, 2));
        assertThat(Counts.plain("nothing ran\n")).isEqualTo(Counts.NONE);
    }

    @Test
    void toString_isTheLineReadBack() {
        var counts = new Counts(7, 0, 1);
        assertThat(Counts.plain(counts + "\n")).isEqualTo(counts);
    }
}
