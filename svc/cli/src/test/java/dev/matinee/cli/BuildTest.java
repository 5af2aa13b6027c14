package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
    private static final FileTime EARLIER = FileTime.fromMillis(1_000_000);
    private static final FileTime BUILT = FileTime.fromMillis(2_000_000);
    private static final FileTime LATER = FileTime.fromMillis(3_000_000);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path stamp;

    @BeforeEach
    void build() throws IOException {
        stamp = file("stamp", BUILT);
        file("svc/catalog/src/main/java/Main.java", EARLIER);
    }

    @Test
    void stale_noStamp_yes() {
        assertThat(Build.stale(temporary.resolve("none"), sources())).isTrue();
    }

    @Test
    void stale_nothingNewer_no() throws IOException {
        file("svc/catalog/target/catalog.jar", LATER);
        file("svc/catalog/src/test/java/MainTest.java", LATER);
        assertThat(Build.stale(stamp, sources())).isFalse();
    }

    @Test
    void stale_sourceNewer_yes() throws IOException {
        file("svc/catalog/src/main/resources/application.yaml", LATER);
        assertThat(Build.stale(stamp, sources())).isTrue();
    }

    private List<Path> sources() {
        return List.of(temporary.resolve("svc"));
    }

    private Path file(String name, FileTime time) throws IOException {
        var path = temporary.resolve(name);
        Files.createDirectories(Checkout.parent(path));
        Files.writeString(path, name);
        return Files.setLastModifiedTime(path, time);
    }
}
