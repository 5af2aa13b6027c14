package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an older version of a table and those of today answer together, and so does what is made of them. */
class SchemaEvolutionTest {
    private static final LocalDate OLD = LocalDate.parse("2026-05-01");
    private static final LocalDate NEW = LocalDate.parse("2026-05-02");
    private static final String VIDEO = UUID.randomUUID().toString();

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
        engine = new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill"));
        Relations.define(engine, warehouse);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void column_thatOlderFilesLack_isEmptyInTheirRows() {
        write(OLD, " EXCLUDE (player_height, source)", "");
        write(NEW, "", "");
        assertThat(ask(
                        "SELECT CONCAT_WS(' ', day, rung, COALESCE(CAST(player_height AS VARCHAR), 'none'), COALESCE(source, 'none'))"
                                + " FROM playback ORDER BY day"))
                .containsExactly(OLD + " 720 none none", NEW + " 720 1080 home");
    }

    @Test
    void record_withAFieldUnknownToday_isARow() {
        write(NEW, "", "\"mood\":{\"of\":[\"tomorrow\"]},");
        assertThat(ask("SELECT source FROM playback")).containsExactly("home");
    }

    @Test
    void sums_ofBothVersions_answerTogether() throws IOException {
        write(OLD, " EXCLUDE (player_height, source)", "");
        write(NEW, "", "");
        RollUps rollUps = new RollUps(engine, warehouse);
        rollUps.refresh(LocalDate.EPOCH);
        older(RollUps.ROLLUP, "audience");
        older(RollUps.SESSION, "upscale");
        rollUps.level();
        Relations.define(engine, warehouse);
        assertThat(rollUps.refresh(LocalDate.EPOCH))
                .as("what is levelled is not made again")
                .isEmpty();
        MetricStore store = new MetricStore(engine);
        MetricStore.Question question = new MetricStore.Question(Metric.SESSIONS, OLD, NEW, Map.of());
        assertThat(store.points(store.overall(question)).getFirst().value()).isEqualTo(2.0);
        assertThat(store.points(store.breakdown(question, Dimension.AUDIENCE, 10)))
                .extracting(MetricStore.Point::key)
                .containsExactlyInAnyOrder("", "visitor");
        assertThat(ask("SELECT COUNT(*) FROM session")).containsExactly("2");
    }

    /** As a version before a column was added would have left the old day. */
    private void older(String folder, String column) throws IOException {
        Path file = warehouse.files(folder, OLD).getFirst();
        FileTime time = Files.getLastModifiedTime(file);
        Path made = warehouse.toMake("older.parquet");
        try (Engine.Session session = engine.open()) {
            session.write(
                    "SELECT * EXCLUDE (" + column + ") FROM read_parquet(" + Engine.quoted(file)
                            + ", hive_partitioning = false)",
                    made);
        }
        Files.setLastModifiedTime(made, time);
        warehouse.rewrite(file, made);
    }

    private void write(LocalDate day, String without, String more) {
        String session = UUID.randomUUID().toString();
        String json = """
            {"session_id":"%s","content_id":"%s","viewer":"v%s","kind":"progressed","received_at":"%sT10:00:01Z","position_ms":1,\
            "watched_ms":60000,"rung":720,"player_height":1080,"source":"home",%s"client":{"device":"tv","os":"linux","browser":"firefox",\
            "bot":false}}""".formatted(session, VIDEO, "a".repeat(22), day, more);
        String record = """
            (SELECT DATE '2026-05-02' AS kafka_day, 'playback.events' AS topic, 0 AS kafka_partition, CAST(%d AS BIGINT) AS kafka_offset,
             'playback.reported' AS ce_type, '%s' AS ce_id, '%sT10:00:00Z' AS ce_time, '%s' AS value)
            """.formatted(offset, UUID.randomUUID(), day, json);
        Path file = warehouse.toMake(UUID.randomUUID() + ".parquet");
        try (Engine.Session asked = engine.open()) {
            asked.write("SELECT *" + without + " FROM (" + WarehouseTable.PLAYBACK.rows(record) + ")", file);
        }
        warehouse.commit(
                new TopicPartition("playback.events", 0),
                offset,
                offset + 1,
                List.of(new Warehouse.Made(file, WarehouseTable.PLAYBACK.folder(), day)));
        offset++;
        for (Path each : warehouse.files(WarehouseTable.PLAYBACK.folder(), day)) {
            try {
                Files.setLastModifiedTime(each, FileTime.from(Instant.parse("2026-05-02T12:00:00Z")));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<String> ask(String sql) {
        try (Engine.Session session = engine.open()) {
            return session.ask(sql, row -> row.getString(1));
        }
    }
}
