package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks the running platform in each of the ways that somebody is to be told of, until somebody would be, and mends it. The
 * platform's rules in a hurry ({@link DrillPrometheus}); how long each took is printed.
 */
@Tag("drill")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertDrillIT {
    private static final int READERS = 12;
    private static final String PART = "50M";
    private static final int MOST_PARTS = 200;

    private final RunningPlatform platform = new RunningPlatform();
    private final Member member = platform.member();

    @TempDir
    private Path folder;

    private DrillPrometheus prometheus;

    @BeforeAll
    void start() throws Exception {
        prometheus =
                new DrillPrometheus(platform.address("prometheus"), Files.createDirectory(folder.resolve("drill")));
    }

    @AfterAll
    void stop() {
        prometheus.close();
    }

    @BeforeEach
    void awaitEveryPart() {
        platform.awaitEveryPart();
    }

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        platform.awaitEveryPart();
        platform.deleteWhatWasMade();
    }

    @Test
    void service_thatIsGone_pages() throws Exception {
        Part notify = new Part("notify");
        Instant begun = Instant.now();
        notify.pause();
        try {
            prometheus.awaitFiring("PartMissing", "notify");
            told("PartMissing", begun);
        } finally {
            notify.resume();
        }
        prometheus.awaitQuiet("PartMissing", "notify");
    }

    @Test
    void server_thatIsGone_pages() throws Exception {
        Part redis = new Part("redis");
        Instant begun = Instant.now();
        redis.pause();
        try {
            prometheus.awaitFiring("PartMissing", "redis");
            told("PartMissing of a server", begun);
        } finally {
            redis.resume();
        }
        prometheus.awaitQuiet("PartMissing", "redis");
    }

    @Test
    void queue_thatIsStuck_pages() throws Exception {
        Path film = Film.make(folder, 60);
        String first = platform.create("Stuck");
        member.upload(first, film);
        RunningPlatform.await(() -> member.video(first).at("/progress/percent").asInt() >= 5);
        List<ProcessHandle> encoding = new Part("encoder")
                .processes().stream()
                        .filter(process -> process.info().command().orElse("").endsWith("ffmpeg"))
                        .toList();
        assertThat(encoding).isNotEmpty();
        Instant begun = Instant.now();
        signal("-STOP", encoding);
        try {
            member.upload(platform.create("Behind it"), film);
            prometheus.awaitFiring("EncodeQueueStuck", "");
            told("EncodeQueueStuck", begun);
        } finally {
            signal("-CONT", encoding);
        }
        prometheus.awaitQuiet("EncodeQueueStuck", "");
    }

    @Test
    void disk_thatFills_pages() throws Exception {
        Path filling = Files.createDirectory(folder.resolve("filling"));
        Instant begun = Instant.now();
        AtomicInteger parts = new AtomicInteger();
        try {
            prometheus.awaitFiring(
                    "DiskFilling",
                    "nomad",
                    () -> parts.get() < MOST_PARTS
                            ? new ProcessBuilder(
                                            "fallocate",
                                            "-l",
                                            PART,
                                            filling.resolve("part-" + parts.incrementAndGet())
                                                    .toString())
                                    .start()
                                    .waitFor()
                            : 0);
            told("DiskFilling", begun);
        } finally {
            for (int i = 1; i <= parts.get(); i++) {
                Files.deleteIfExists(filling.resolve("part-" + i));
            }
        }
        prometheus.awaitQuiet("DiskFilling", "nomad");
    }

    @Test
    void failuresAndSlowness_areTold() throws Exception {
        Part postgresql = new Part("postgresql");
        AtomicBoolean over = new AtomicBoolean();
        Instant begun = Instant.now();
        postgresql.pause();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    asking.add(readers.submit(() -> {
                        while (!over.get()) {
                            member.statusOf("/api/catalog/v1/videos/" + UUID.randomUUID());
                        }
                        return null;
                    }));
                }
                prometheus.awaitFiring("ErrorRate", "catalog");
                told("ErrorRate", begun);
                prometheus.awaitFiring("Slow", "catalog");
                told("Slow", begun);
            } finally {
                over.set(true);
                postgresql.resume();
            }
            for (Future<?> one : asking) {
                one.get();
            }
        }
        prometheus.awaitQuiet("ErrorRate", "catalog");
        prometheus.awaitQuiet("Slow", "catalog");
    }

    private static void told(String alert, Instant begun) {
        System.out.printf(
                "drill: %s fired %d s after its cause began%n",
                alert, Duration.between(begun, Instant.now()).toSeconds());
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }
}
