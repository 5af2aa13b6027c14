package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.ClientKind;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaybackReported;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.EventRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch is in the files whole, however small the engine is. */
class BatchTest {
    private static final Instant DAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final int POLLED = 5_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void backlog_isWrittenByTheSmallEngine() throws IOException {
        try (Engine engine = engine(64)) {
            int rows = 100_000;
            write(engine, rows, 4, 3, 16 * 1024 * 1024);
            assertThat(count(engine, "COUNT(*)")).isEqualTo(rows);
            assertThat(count(engine, "COUNT(DISTINCT event_id)")).isEqualTo(rows);
            assertThat(count(engine, "COUNT(DISTINCT (kafka_partition, kafka_offset))"))
                    .isEqualTo(rows);
            assertThat(count(engine, "COUNT(DISTINCT day)")).isEqualTo(3);
            assertThat(made("making")).isEmpty();
        }
    }

    @Test
    void batch_thatIsTooLargeForTheEngine_isHalved() throws IOException {
        try (Engine engine = engine(32)) {
            int rows = 100_000;
            write(engine, rows, 1, 1, Long.MAX_VALUE);
            assertThat(made("tables/playback/day=2026-05-01")).hasSizeGreaterThan(1);
            assertThat(count(engine, "COUNT(*)")).isEqualTo(rows);
            assertThat(count(engine, "COUNT(DISTINCT kafka_offset)")).isEqualTo(rows);
            assertThat(made("making")).isEmpty();
        }
    }

    @Test
    void record_thatTheEngineDoesNotTake_isSetAsideAlone() throws IOException {
        try (Engine engine = engine(32)) {
            Warehouse warehouse = warehouse(engine);
            TopicPartition partition = new TopicPartition(Topic.PLAYBACK_EVENTS.topicName(), 0);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            for (int number = 0; number < 20; number++) {
                records.add(record(number, 0, number, DAY, number == 7 ? "x".repeat(6_000_000) : "none"));
            }
            try (Batch batch = new Batch(engine, warehouse, subject -> "m" + subject, () -> LocalDate.EPOCH)) {
                batch.add(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
                assertThat(batch.write()).containsExactly(Map.entry(partition, 20L));
            }
            assertThat(warehouse.next(partition)).hasValue(20);
            assertThat(count(engine, "COUNT(*)")).isEqualTo(19);
            try (Engine.Session session = engine.open()) {
                assertThat(session.list(
                                "SELECT kafka_offset FROM read_parquet("
                                        + Engine.quoted(warehouse.table(Batch.UNREADABLE) + "/*/*.parquet") + ")",
                                row -> row.getLong(1)))
                        .containsExactly(7L);
            }
            assertThat(made("making")).isEmpty();
        }
    }

    private Engine engine(int megabytes) {
        return new Engine(new Engine.Settings(megabytes, 2, Duration.ofMinutes(2)), directory.resolve("spill"));
    }

    private Warehouse warehouse(Engine engine) {
        Warehouse warehouse = new Warehouse(directory);
        Relations.define(engine, warehouse);
        return warehouse;
    }

    /** As the ingester does: what was polled is added, and written when it is so many bytes. */
    private void write(Engine engine, int rows, int partitions, int days, long bytes) {
        long[] offsets = new long[partitions];
        try (Batch batch = new Batch(engine, warehouse(engine), subject -> "m" + subject, () -> LocalDate.EPOCH)) {
            for (int from = 0; from < rows; from += POLLED) {
                Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> polled = new LinkedHashMap<>();
                for (int number = from; number < Math.min(rows, from + POLLED); number++) {
                    int partition = number % partitions;
                    Instant time = DAY.plus(Duration.ofDays(number % days));
                    polled.computeIfAbsent(
                                    new TopicPartition(Topic.PLAYBACK_EVENTS.topicName(), partition),
                                    key -> new ArrayList<>())
                            .add(record(number, partition, offsets[partition]++, time, null));
                }
                batch.add(new ConsumerRecords<>(polled, Map.of()));
                if (batch.bytes() >= bytes) {
                    batch.write();
                }
            }
            batch.write();
        }
    }

    static ConsumerRecord<String, byte[]> record(
            int number, int partition, long offset, Instant time, @Nullable String error) {
        ProducerRecord<String, byte[]> said = EventRecords.of(new Event(
                UUID.randomUUID(),
                EventType.PLAYBACK_REPORTED,
                "/test",
                time,
                new PlaybackReported(
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString(),
                        "v" + "a".repeat(22),
                        "progressed",
                        time,
                        (long) number,
                        0L,
                        10_000L,
                        10_000L,
                        null,
                        null,
                        error,
                        720,
                        1080,
                        "home",
                        "example.org",
                        new ClientKind("desktop", "linux", "firefox", null, false))));
        return new ConsumerRecord<>(
                said.topic(),
                partition,
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                said.value().length,
                said.key(),
                said.value(),
                said.headers(),
                Optional.empty());
    }

    private static long count(Engine engine, String what) {
        try (Engine.Session session = engine.open()) {
            return session.list("SELECT " + what + " FROM " + WarehouseTable.PLAYBACK.folder(), row -> row.getLong(1))
                    .getFirst();
        }
    }

    private List<Path> made(String folder) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.toList();
        }
    }
}
