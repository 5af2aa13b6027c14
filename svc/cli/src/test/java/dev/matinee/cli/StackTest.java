package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {
    @TempDir
    private Path root;

    @Test
    void down_whileAnotherBringsItUp_deletesNothing() throws IOException {
        var film = Files.writeString(
                Files.createDirectories(root.resolve(".matinee/data")).resolve("film"), "bytes");
        try (var lock = FileChannel.open(
                        root.resolve(".matinee/up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> down()).hasMessageContaining("up or down");
        }
        assertThat(film).exists();
    }

    @Test
    void down_purged_forgetsAllButTheLock() throws IOException {
        Files.writeString(Files.createDirectories(root.resolve(".matinee/data")).resolve("film"), "bytes");
        down();
        assertThat(root.resolve(".matinee")).isDirectoryContaining("glob:**up.lock");
        assertThat(root.resolve(".matinee/data")).doesNotExist();
    }

    private void down() {
        var out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        try (var console = new Console(out, false)) {
            new Stack(new Checkout(root, root.resolve("cache")), console).down(true);
        }
    }
}
