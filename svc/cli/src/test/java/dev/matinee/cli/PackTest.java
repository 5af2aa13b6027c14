package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    @Test
    void write_sameContentAtAnotherTimeAndPlace_sameBytes() throws IOException {
        var one = directory("one", List.of("a.txt", "dynamic/b.yml"));
        var two = directory("two", List.of("dynamic/b.yml", "a.txt"));
        Files.setLastModifiedTime(two.resolve("a.txt"), FileTime.fromMillis(1_000_000));
        assertThat(sum(one)).isEqualTo(sum(two));
    }

    @Test
    void write_contentNameOrModeChanged_otherBytes() throws IOException {
        var before = sum(directory("before", List.of("a.sh")));
        var content = directory("content", List.of("a.sh"));
        Files.writeString(content.resolve("a.sh"), "other");
        var mode = directory("mode", List.of("a.sh"));
        Files.setPosixFilePermissions(mode.resolve("a.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(List.of(sum(content), sum(mode), sum(directory("name", List.of("b.sh")))))
                .doesNotContain(before)
                .doesNotHaveDuplicates();
    }

    @Test
    void write_directoryAndFile_bothLandAtTheTop() throws IOException {
        var directory = directory("conf", List.of("server.conf", "sub/deep.conf"));
        var single = Files.writeString(temporary.resolve("prometheus.yml"), "global: {}");
        var archive = temporary.resolve("pack.tar.gz");
        Pack.write(List.of(directory, single), archive);
        var entries = new TreeMap<String, String>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(entries)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "server.conf", "server.conf",
                        "sub/deep.conf", "sub/deep.conf",
                        "prometheus.yml", "global: {}"));
    }

    private Path directory(String name, List<String> files) throws IOException {
        var directory = temporary.resolve(name);
        for (var file : files) {
            var path = directory.resolve(file);
            Files.createDirectories(Checkout.parent(path));
            Files.writeString(path, file);
        }
        return directory;
    }

    private String sum(Path directory) {
        var archive = temporary.resolve(directory.getFileName() + ".tar.gz");
        Pack.write(List.of(directory), archive);
        return Pack.sha256(archive);
    }
}
