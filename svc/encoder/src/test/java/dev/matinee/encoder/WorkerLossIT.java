package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.EventType;
import dev.matinee.events.MediaReady;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.sql.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker in a process of its own loses its life, or is told to end, in the middle of a job. */
class WorkerLossIT {
    private static final Duration LONG = Duration.ofMinutes(5);
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
        // So slow that it is sure to be in the middle of it.
        return child(work, "placebo");
    }

    private Process child(Path work, String preset) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.matinee.encoder.Main");
        builder.environment().clear();
        for (String variable : platform.environment(work, preset, LEASE)) {
            String[] parts = variable.split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        builder.redirectErrorStream(true).redirectOutput(log(work).toFile());
        return builder.start();
    }

    private static Path log(Path work) {
        return Path.of("target", "worker-" + work.getFileName() + ".log");
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
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
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

    /** @param part of the encoding, of a hundred */
    private void awaitEncoded(String contentId, int part) {
        int percent = 5 + 85 * part / 100;
        await().pollInterval(Duration.ofMillis(100))
                .atMost(LONG)
                .until(() -> !column(contentId, "percent").isEmpty()
                        && Integer.parseInt(column(contentId, "percent")) >= percent);
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Path shorterFilm() throws Exception {
        return Clips.film(folder.resolve("shorter"), "testsrc2=s=640x360:r=30:d=10", "sine=r=44100:d=10.5");
    }

    /** The heir's version is whole, and the only one that was ever said to be. */
    private void assertPublishedOnceBy(VideoSubmitted submitted, MediaReady ready) {
        assertThat(column(submitted.contentId(), "version")).isEqualTo(ready.version());
        assertThat(ready.renditions()).extracting(MediaReady.Rendition::name).containsExactly("240p", "360p", "audio");
        assertThat(platform.mediaKeys("v/" + submitted.contentId() + "/" + ready.version() + "/"))
                .anyMatch(key -> key.endsWith("/master.m3u8"));
        assertThat(platform.said(EventType.MEDIA_READY, submitted.contentId())).hasSize(1);
        assertThat(platform.said(EventType.MEDIA_PLAYABLE, submitted.contentId()))
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 90})
    void killed_atAnyPoint_anotherMakesItWhole(int part) throws Exception {
        VideoSubmitted submitted = platform.submit(shorterFilm(), "ada");
        Process worker = child(folder.resolve("killed-work-" + part));
        try {
            awaitEncoded(submitted.contentId(), part);
        } finally {
            worker.destroyForcibly().waitFor();
        }
        assertThat(platform.said(EventType.MEDIA_READY, submitted.contentId())).isEmpty();
        ServiceServer heir =
                Main.start(platform.config(folder.resolve("heir-work"), Platform.QUICK), Clock.systemUTC());
        try {
            assertPublishedOnceBy(submitted, ready(submitted.contentId()));
        } finally {
            heir.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 90})
    void asleep_atAnyPoint_losesItAndItsPublishIsRefused(int part) throws Exception {
        VideoSubmitted submitted = platform.submit(shorterFilm(), "ada");
        Path work = folder.resolve("asleep-work-" + part);
        Process worker = child(work);
        try {
            awaitEncoded(submitted.contentId(), part);
            // Only the worker: its ffmpeg goes on, so that the sleeper wakes up with all done.
            signal(worker.toHandle(), "STOP");
            ServiceServer heir =
                    Main.start(platform.config(folder.resolve("heir-work"), Platform.QUICK), Clock.systemUTC());
            try {
                await().pollInterval(Duration.ofMillis(200))
                        .atMost(LONG)
                        .until(() -> column(submitted.contentId(), "state").equals("ready"));
                String version = column(submitted.contentId(), "version");
                // Only now are events sent: the sleeper may hold the lock of the relay.
                signal(worker.toHandle(), "CONT");
                await().pollInterval(Duration.ofMillis(200))
                        .atMost(LONG)
                        .until(() -> Files.readString(log(work)).contains(" LOST"));
                MediaReady ready = ready(submitted.contentId());
                assertThat(ready.version()).isEqualTo(version);
                assertPublishedOnceBy(submitted, ready);
            } finally {
                heir.stop();
            }
        } finally {
            worker.destroyForcibly().waitFor();
        }
    }

    @Test
    void ffmpegKilled_midJob_costsOneTry() throws Exception {
        VideoSubmitted submitted = platform.submit(shorterFilm(), "ada");
        Process worker = child(folder.resolve("ffmpeg-killed-work"));
        try {
            awaitEncoded(submitted.contentId(), 10);
            worker.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
                    .forEach(ProcessHandle::destroyForcibly);
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(LONG)
                    .until(() -> column(submitted.contentId(), "attempts").equals("2"));
            assertPublishedOnceBy(submitted, ready(submitted.contentId()));
        } finally {
            worker.destroyForcibly().waitFor();
        }
    }

    @Test
    void killed_inAChunk_onlyThatIsMadeAgain() throws Exception {
        Path film = Clips.film(folder.resolve("cut"), "testsrc2=s=640x360:r=25:d=40", "sine=r=44100:d=40.5");
        VideoSubmitted submitted = platform.submit(film, "ada");
        // The heir has another preset, and makes what is left of the film with the one that it was cut for.
        Process worker = child(folder.resolve("chunk-work"), "medium");
        try {
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(LONG)
                    .until(
                            () -> pieces("kind = 'rest' AND state = 'leased' AND percent > 0"
                                    + " AND EXISTS (SELECT FROM pieces WHERE kind = 'rest' AND state = 'done')"),
                            held -> !held.isEmpty());
        } finally {
            worker.destroyForcibly().waitFor();
        }
        List<String> held = pieces("state = 'leased'");
        List<String> done = pieces("state = 'done'");
        assertThat(held).hasSize(1);
        assertThat(done).contains("side0", "low0", "low1", "low2", "first0");
        ServiceServer heir =
                Main.start(platform.config(folder.resolve("heir-work"), Platform.QUICK), Clock.systemUTC());
        try {
            assertPublishedOnceBy(submitted, ready(submitted.contentId()));
            assertThat(pieces("attempts > 1")).isEqualTo(held);
        } finally {
            heir.stop();
        }
    }

    private List<String> pieces(String where) {
        try (var rows = database.execute()
                .query("SELECT kind || number AS value FROM pieces WHERE " + where + " ORDER BY id")) {
            return rows.map(row -> row.column("value").get(String.class)).toList();
        }
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
            assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
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
