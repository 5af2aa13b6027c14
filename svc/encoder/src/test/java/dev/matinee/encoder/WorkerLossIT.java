package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.EventType;
import dev.matinee.events.MediaReady;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.sql.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own loses its life, or is told to end, in the middle of a job. */
class WorkerLossIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration LEASE = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final Platform platform = new Platform();
    private final Database database = platform.encoderDatabase();

    @BeforeEach
    void open() {
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
    }

    @AfterEach
    void close() {
        database.close();
        platform.close();
    }

    private Process child(Path work) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.matinee.encoder.Main");
        builder.environment().clear();
        // So slow that it is sure to be in the middle of it.
        for (String variable : platform.environment(work, "placebo", LEASE)) {
            String[] parts = variable.split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        builder.redirectErrorStream(true)
                .redirectOutput(Path.of("target", "worker-" + work.getFileName() + ".log")
                        .toFile());
        return builder.start();
    }

    private Path longFilm() throws Exception {
        return Clips.film(folder.resolve("film"), "testsrc2=s=640x360:r=30:d=30", "sine=r=44100:d=30");
    }

    private String column(String contentId, String column) {
        return database.execute()
                .get("SELECT " + column + "::text AS value FROM jobs WHERE content_id = ?", contentId)
                .map(row -> row.column("value").get(String.class))
                .orElse("");
    }

    private void awaitEncoding(String contentId) {
        await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .until(() -> column(contentId, "step").equals("encoding"));
    }

    private static boolean ffmpegRuns(Path work) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .map(WorkerLossIT::commandLine)
                    .anyMatch(line -> line.contains(work.toString()) && line.contains("ffmpeg"));
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private MediaReady ready(String contentId) {
        return (MediaReady) await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .until(() -> platform.said(EventType.MEDIA_READY, contentId), said -> !said.isEmpty())
                .getFirst()
                .data();
    }

    @Test
    void killed_midJob_theItemIsAbsentThenCompleteAndNothingIsLeft() throws Exception {
        VideoSubmitted submitted = platform.submit(longFilm(), "ada");
        Path work = folder.resolve("child-work");
        Process worker = child(work);
        String lost;
        try {
            awaitEncoding(submitted.contentId());
            lost = column(submitted.contentId(), "version");
            assertThat(ffmpegRuns(work)).isTrue();
            // Something of a version that will never be linked to.
            platform.putMedia("v/" + submitted.contentId() + "/" + lost + "/240p/00000.m4s", "half");
        } finally {
            worker.destroyForcibly().waitFor();
        }
        await().pollInterval(Duration.ofMillis(300)).atMost(LONG).until(() -> !ffmpegRuns(work));
        assertThat(platform.said(EventType.MEDIA_READY, submitted.contentId())).isEmpty();

        ServiceServer heir = Main.start(platform.config(work, Platform.QUICK), Clock.systemUTC());
        try {
            MediaReady ready = ready(submitted.contentId());
            assertThat(ready.version()).isNotEqualTo(lost);
            assertThat(column(submitted.contentId(), "attempts")).isEqualTo("2");
            assertThat(platform.mediaKeys("v/" + submitted.contentId() + "/" + ready.version() + "/"))
                    .anyMatch(key -> key.endsWith("/master.m3u8"));
            // What the dead one left in S3 and on the disk goes too.
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(platform.mediaKeys("v/" + submitted.contentId() + "/" + lost))
                            .isEmpty());
            try (Stream<Path> left = Files.list(work)) {
                assertThat(left).hasSize(1);
            }
        } finally {
            heir.stop();
        }
        assertThat(platform.said(EventType.MEDIA_READY, submitted.contentId())).hasSize(1);
    }

    @Test
    void stopped_midJob_givesItBackAtOnceAndItCountsAsNoTry() throws Exception {
        VideoSubmitted submitted = platform.submit(longFilm(), "ada");
        Process worker = child(folder.resolve("stopped-work"));
        try {
            awaitEncoding(submitted.contentId());
            worker.destroy();
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(LONG)
                    .until(() -> column(submitted.contentId(), "state").equals("queued"));
            assertThat(column(submitted.contentId(), "attempts")).isEqualTo("0");
            assertThat(worker.waitFor(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            worker.destroyForcibly();
        }
        ServiceServer heir =
                Main.start(platform.config(folder.resolve("heir-work"), Platform.QUICK), Clock.systemUTC());
        try {
            assertThat(ready(submitted.contentId()).renditions())
                    .extracting(MediaReady.Rendition::name)
                    .isEqualTo(List.of("240p", "360p", "audio"));
            assertThat(column(submitted.contentId(), "attempts")).isEqualTo("1");
        } finally {
            heir.stop();
        }
    }
}
