package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrinoTablesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void tables_haveTheColumnsOfTheFiles() throws Exception {
        try (Engine engine =
                new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill"))) {
            Relations.define(engine, new Warehouse(directory));
            String expected = TrinoTables.expected(engine);
            Files.writeString(Path.of("target", "warehouse.sql"), expected);
            assertThat(TrinoTables.read())
                    .as("target/warehouse.sql is what it has to be")
                    .isEqualTo(expected);
        }
    }
}
