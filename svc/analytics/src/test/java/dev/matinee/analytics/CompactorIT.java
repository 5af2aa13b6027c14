package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many files become one, and whoever reads meanwhile or after a crash has each row once. */
class CompactorIT {
    static final Compactor.Settings AT_ONCE = new Compactor.Settings(1_000, Duration.ZERO);

    private static final LocalDate DAY = LocalDate.parse("2026-05-01");
    private static final String TABLE = WarehouseTable.PLAYBACK.folder();
    private static final FileTime WRITTEN = FileTime.from(Instant.parse("2026-05-01T12:00:00Z"));
    private static final TopicPartition PARTITION = new TopicPartition("playback.events", 0);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // open() sets it
    private Warehouse warehouse;

    @SuppressWarnings("NullAway.Init") // open() sets it
    private Engine engine;

    private long offset;

    @BeforeEach
    void open() {
        warehouse = new Warehouse(directory);
        engine = engine();
        Relations.define(engine, warehouse);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void day_thatIsOver_isOneSortedFile() {
        write(DAY, 5, 3);
        compact();
        assertThat(warehouse.files(TABLE, DAY)).hasSize(1);
        assertThat(ids()).hasSize(15).doesNotHaveDuplicates();
        assertThat(ask("SELECT content_id FROM read_parquet("
                        + Engine.quoted(warehouse.files(TABLE, DAY).getFirst()) + ")"))
                .isSorted();
    }

    @Test
    void file_isAsOldAsThoseItIsMadeOf() throws IOException {
        write(DAY, 3, 1);
        compact();
        assertThat(Files.getLastModifiedTime(warehouse.files(TABLE, DAY).getFirst()))
                .isEqualTo(WRITTEN);
    }

    @Test
    void late_isPutToTheRest() {
        write(DAY, 3, 2);
        compact();
        write(DAY, 1, 2);
        assertThat(ids()).hasSize(8);
        compact();
        assertThat(warehouse.files(TABLE, DAY)).hasSize(1);
        assertThat(ids()).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void dayToWhichSomethingComes_isLeftUntilItIsQuiet() {
        write(DAY, 3, 1);
        Clock justAfter = Clock.fixed(Instant.parse("2026-05-02T00:30:00Z"), ZoneOffset.UTC);
        new Compactor(engine, warehouse, justAfter, new Compactor.Settings(1_000, Duration.ofDays(1))).run();
        assertThat(warehouse.files(TABLE, DAY)).hasSize(3);
    }

    @Test
    void dayThatGoesOn_hasItsSmallFilesPutTogetherWhenTheyAreMany() {
        Clock noon = Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);
        Compactor compactor = new Compactor(engine, warehouse, noon, new Compactor.Settings(4, Duration.ZERO));
        write(DAY, 3, 1);
        compactor.run();
        assertThat(warehouse.files(TABLE, DAY)).hasSize(3);
        write(DAY, 1, 1);
        compactor.run();
        assertThat(warehouse.files(TABLE, DAY)).hasSize(1);
        assertThat(ids()).hasSize(4).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Compactor.Step.class)
    void compactor_thatIsKilled_losesAndDoublesNothing(Compactor.Step step) throws Exception {
        write(DAY, 4, 2);
        write(DAY.plusDays(1), 2, 2);
        List<String> before = ids();
        for (int time = 0; time < 2; time++) {
            killAt(step);
            assertThat(ids())
                    .as("after the crash, before anything is set right")
                    .isEqualTo(before);
        }
        warehouse.recover();
        assertThat(ids()).isEqualTo(before);
        compact();
        compact();
        warehouse.tidy();
        assertThat(ids()).isEqualTo(before);
        assertThat(warehouse.files(TABLE)).hasSize(3);
        assertThat(Disk.list(directory.resolve("generations/" + TABLE + "/day=" + DAY)))
                .hasSize(1);
    }

    @Test
    void reader_meanwhile_alwaysHasEachRowOnce() throws Exception {
        write(DAY, 2, 2);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int round = 0; round < 30; round++) {
                // What is there is changed and stays as much: another file is made of one, again and again.
                warehouse.change(TABLE, DAY, folder -> {
                    Path made = folder.resolve("compacted-" + UUID.randomUUID() + ".parquet");
                    try (Engine.Session session = engine.open()) {
                        session.write("SELECT * EXCLUDE (day) FROM playback WHERE day = DATE '" + DAY + "'", made);
                    }
                    return List.of(made);
                });
            }
            done.set(true);
        });
        int asked = 0;
        while (!done.get() || asked == 0) {
            assertThat(ids()).hasSize(4).doesNotHaveDuplicates();
            asked++;
        }
        writer.join();
    }

    @Test
    void whatDidNotCommit_isNeverCompacted() {
        write(DAY, 2, 1);
        // As after a crash between rename and commit.
        warehouse.commit(PARTITION, offset + 5, offset, List.of(made(DAY, 1)));
        warehouse.recover();
        compact();
        assertThat(ids()).hasSize(2);
    }

    private void compact() {
        new Compactor(engine, warehouse, Clock.systemUTC(), AT_ONCE).run();
    }

    /** So many files of so many rows. */
    private void write(LocalDate day, int files, int rows) {
        for (int file = 0; file < files; file++) {
            warehouse.commit(PARTITION, offset, offset + rows, List.of(made(day, rows)));
            offset += rows;
        }
        for (Path file : warehouse.files(TABLE, day)) {
            try {
                Files.setLastModifiedTime(file, WRITTEN);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Warehouse.Made made(LocalDate day, int rows) {
        Path file = warehouse.toMake(UUID.randomUUID() + ".parquet");
        String all = IntStream.range(0, rows)
                .mapToObj(row -> "SELECT '" + UUID.randomUUID() + "' AS event_id, TIMESTAMP '" + day
                        + " 10:00:00' AS happened_at, '" + UUID.randomUUID() + "' AS content_id, 's' AS session_id, "
                        + (offset + row) + " AS kafka_offset")
                .reduce((one, other) -> one + " UNION ALL " + other)
                .orElseThrow();
        try (Engine.Session session = engine.open()) {
            session.write(all, file);
        }
        return new Warehouse.Made(file, TABLE, day);
    }

    private List<String> ids() {
        return ask("SELECT event_id FROM playback ORDER BY event_id");
    }

    private List<String> ask(String sql) {
        try (Engine.Session session = engine.open()) {
            return session.ask(sql, row -> row.getString(1));
        }
    }

    private Engine engine() {
        return new Engine(
                new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill-" + UUID.randomUUID()));
    }

    private void killAt(Compactor.Step step) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CompactorProcess.class.getName(),
                        directory.toString(),
                        step.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.equals("there") && !line.equals("nothing to do")) {
                line = out.readLine();
            }
            assertThat(line).as("the compactor came to %s", step).isIn("there", "nothing to do");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
