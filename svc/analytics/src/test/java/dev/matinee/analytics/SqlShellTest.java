package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlShellTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void question_isAnsweredAsATable() {
        assertThat(run("SELECT 1 AS one, 'x' AS letter UNION ALL SELECT 222, NULL ORDER BY 1;"))
                .isZero();
        assertThat(text()).isEqualTo("one  letter\n1    x\n222\n2 rows\n");
    }

    @Test
    void tables_areThere() {
        assertThat(run("SELECT COUNT(*) AS rows FROM playback, page, video, session, rollup"))
                .isZero();
        assertThat(text()).isEqualTo("rows\n0\n1 rows\n");
    }

    @Test
    void tables_nameThemselvesAndTheirColumns() {
        assertThat(run("SHOW TABLES")).isZero();
        assertThat(run("DESCRIBE playback")).isZero();
        assertThat(text().lines())
                .contains("playback", "retention", "viewer")
                .anyMatch(line -> line.matches("session_id +VARCHAR.*"));
    }

    @Test
    void change_isRefused() {
        assertThat(run("DROP VIEW playback")).isEqualTo(1);
        assertThat(text()).startsWith("the warehouse's engine: ");
    }

    private int run(String question) {
        return SqlShell.run(
                List.of(directory.toString(), question), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
