package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void ask_forTooMuch_isANamedProblem() {
        try (Engine engine = new Engine(new Engine.Settings(64, 1, Duration.ofSeconds(1)), directory);
                Engine.Session session = engine.open()) {
            String forEver = "SELECT COUNT(*) FROM range(1000000000) AS a CROSS JOIN range(1000000000) AS b"
                    + " WHERE a.range * 3 + b.range * 7 = 11";
            assertThatThrownBy(() -> session.ask(forEver, row -> row.getLong(1)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.error()).isEqualTo(AnalyticsError.TOO_MUCH_ASKED));
            assertThat(session.ask("SELECT 1", row -> row.getInt(1))).containsExactly(1);
        }
    }

    @Test
    void ask_whatIsNoQuestion_isOurFault() {
        try (Engine engine = new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory);
                Engine.Session session = engine.open()) {
            assertThatThrownBy(() -> session.ask("SELEC 1", row -> row.getInt(1)))
                    .isInstanceOf(Engine.EngineException.class);
        }
    }
}
