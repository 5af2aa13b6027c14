package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A source file in a job's folder, and what the encoder makes of it. */
final class FilmUnderTest {
    static final Pace PACE = new Pace(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofMinutes(1));

    private final Path work;
    private final Path folder;

    /** @param work which the encoder's sandbox has to read as another user */
    FilmUnderTest(Path work) throws IOException {
        this.work = work;
        work.toFile().setExecutable(true, false);
        work.toFile().setReadable(true, false);
        folder = Files.createDirectory(work.resolve("job"));
    }

    Path folder() {
        return folder;
    }

    Path source() {
        return folder.resolve(MediaPrograms.SOURCE);
    }

    MediaEncoder encoder() throws IOException {
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        return new MediaEncoder(sandbox, Clips.PROGRAMS, Clips.LIMITS, "veryfast", PACE);
    }

    EncodedMedia encode() throws Exception {
        MediaEncoder encoder = encoder();
        return encoder.encode(folder, encoder.probe(folder), (part, rungs) -> {});
    }

    void refused(MediaProblem problem) throws Exception {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(this::encode)
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem))
                .satisfies(refused -> assertThat(refused.problem().retryable()).isFalse());
    }

    static JsonNode probe(Path playlist, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "json", "-show_streams"));
        command.addAll(List.of(more));
        command.add(playlist.toString());
        Process process = new ProcessBuilder(command).start();
        return new ObjectMapper().readTree(process.getInputStream().readAllBytes());
    }

    static JsonNode video(EncodedMedia media, String name) throws Exception {
        return probe(media.folder().resolve(name).resolve("index.m3u8"))
                .path("streams")
                .path(0);
    }

    static List<String> sizes(EncodedMedia media) {
        return media.renditions().stream()
                .filter(track -> track.width() > 0)
                .map(track -> track.width() + "x" + track.height())
                .toList();
    }
}
