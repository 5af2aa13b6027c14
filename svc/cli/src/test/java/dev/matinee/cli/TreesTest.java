package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    @Test
    void delete_link_leavesWhatItPointsTo() throws IOException {
        var kept = Files.createDirectory(temporary.resolve("kept"));
        Files.writeString(kept.resolve("film"), "x");
        var tree = Files.createDirectories(temporary.resolve("tree/inner"));
        Files.createSymbolicLink(tree.resolve("link"), kept);
        Trees.delete(temporary.resolve("tree"));
        assertThat(temporary.resolve("tree")).doesNotExist();
        assertThat(kept.resolve("film")).exists();
    }

    @Test
    void delete_nothingThere_isFine() throws IOException {
        Trees.delete(temporary.resolve("absent"));
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void mountsUnder_inside_deepestFirst() {
        var lines = List.of(
                "22 1 0:5 / /proc rw - proc proc rw",
                "40 1 0:9 / /home/ada/m/.matinee/nomad/alloc/a/task/secrets rw - tmpfs tmpfs rw",
                "41 1 0:9 / /home/ada/m/.matinee/nomad/alloc rw - ext4 /dev/x rw",
                "42 1 0:9 / /home/ada/m/.matinee-other rw - ext4 /dev/x rw",
                "43 1 0:9 / /home/ada/m/.matinee/a\\040b rw - ext4 /dev/x rw");
        assertThat(Trees.mountsUnder(Path.of("/home/ada/m/.matinee"), lines))
                .containsExactly(
                        Path.of("/home/ada/m/.matinee/nomad/alloc/a/task/secrets"),
                        Path.of("/home/ada/m/.matinee/nomad/alloc"),
                        Path.of("/home/ada/m/.matinee/a b"));
    }
}
