package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    @Test
    void load_afterSave_isTheSameAndNobodyElseReadsIt() throws IOException {
        var file = temporary.resolve("uploads/mark.json");
        var unfinished = Unfinished.begin("{}").of("v1").at("http://localhost/files/1");
        unfinished.save(file);
        assertThat(Unfinished.load(file)).contains(unfinished);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void load_forgotten_isNothing() {
        var file = temporary.resolve("mark.json");
        Unfinished.begin("{}").save(file);
        Unfinished.forget(file);
        assertThat(Unfinished.load(file)).isEmpty();
    }

    @Test
    void mark_movedFile_isRecognisedAndAChangedOneIsNot() throws IOException {
        var film = Files.writeString(temporary.resolve("film.mp4"), "some bytes");
        var time = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(film, time);
        var mark = FileMark.of(film, "ada", "http://localhost:8080");
        var moved = Files.move(film, temporary.resolve("renamed.mp4"));
        assertThat(FileMark.of(moved, "ada", "http://localhost:8080")).isEqualTo(mark);
        assertThat(FileMark.of(moved, "vera", "http://localhost:8080")).isNotEqualTo(mark);
        Files.writeString(moved, "same bytes");
        Files.setLastModifiedTime(moved, time);
        assertThat(FileMark.of(moved, "ada", "http://localhost:8080")).isNotEqualTo(mark);
    }

    @Test
    void mark_emptyFile_hasOne() throws IOException {
        assertThat(FileMark.of(Files.createFile(temporary.resolve("empty")), "ada", "x"))
                .hasSize(32);
    }
}
