package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    @Test
    void of_longFile_hasItsEnd() throws IOException {
        var log = temporary.resolve("long.log");
        Files.writeString(log, "first\n" + "filler line\n".repeat(20_000) + "\nlast but one\nlast\n");
        assertThat(LogTail.of(log, 2)).isEqualTo("last but one\nlast");
    }

    @Test
    void of_shortOrAbsentFile_isNoError() throws IOException {
        assertThat(LogTail.of(Files.writeString(temporary.resolve("short"), "only\n"), 15))
                .isEqualTo("only");
        assertThat(LogTail.of(temporary.resolve("absent"), 15)).isEmpty();
    }
}
