package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single reports have their time; the sums of them stay. */
class UpkeepTest {
    private static final LocalDate OLD = LocalDate.parse("2026-05-01");
    private static final int KEPT_DAYS = 30;
    private static final TopicPartition PARTITION = new TopicPartition(Topic.PLAYBACK_EVENTS.topicName(), 0);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // open() sets it
    private Warehouse warehouse;

    @SuppressWarnings("NullAway.Init") // open() sets it
    private Engine engine;

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
    void reports_thatHadTheirTime_goAndTheirSumsStay() {
        write(OLD, 5, LocalDate.EPOCH);
        Upkeep then = upkeep(OLD.plusDays(1));
        then.begin();
        then.run(null, true);
        double sessions = sessions();
        assertThat(sessions).isEqualTo(5.0);
        Upkeep later = upkeep(OLD.plusDays(KEPT_DAYS + 1));
        later.begin();
        later.run(null, true);
        later.run(null, true);
        assertThat(warehouse.days("playback")).isEmpty();
        assertThat(warehouse.days("session")).isEmpty();
        assertThat(count("playback")).isZero();
        assertThat(sessions()).isEqualTo(sessions);
    }

    @Test
    void days_areSummedUpOnlyWhenAllThatWasThereIsRead() {
        write(OLD, 5, LocalDate.EPOCH);
        Upkeep upkeep = upkeep(OLD.plusDays(1));
        upkeep.begin();
        upkeep.run(null, false);
        assertThat(warehouse.days("session")).isEmpty();
        upkeep.run(null, true);
        assertThat(sessions()).isEqualTo(5.0);
    }

    @Test
    void reports_onTheLastDayOfTheirTime_areKept() {
        write(OLD, 5, LocalDate.EPOCH);
        Upkeep last = upkeep(OLD.plusDays(KEPT_DAYS));
        last.begin();
        last.run(null, true);
        assertThat(count("playback")).isEqualTo(5);
    }

    @Test
    void replay_bringsNothingBackThatHadItsTime() {
        Upkeep later = upkeep(OLD.plusDays(KEPT_DAYS + 1));
        write(OLD, 5, later.firstKept());
        assertThat(warehouse.next(PARTITION)).hasValue(5);
        assertThat(count("playback")).isZero();
        assertThat(warehouse.days(Batch.UNREADABLE)).isEmpty();
        assertThat(warehouse.days("playback")).isEmpty();
    }

    private Upkeep upkeep(LocalDate today) {
        Clock clock = Clock.fixed(Instant.parse(today + "T12:00:00Z"), ZoneOffset.UTC);
        return new Upkeep(
                engine,
                warehouse,
                clock,
                new Upkeep.Settings(KEPT_DAYS, new Compactor.Settings(10_000, Duration.ofDays(1))));
    }

    private void write(LocalDate day, int count, LocalDate firstKept) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            records.add(BatchTest.record(number, 0, number, Instant.parse(day + "T10:00:00Z"), null));
        }
        Supplier<LocalDate> first = () -> firstKept;
        try (Batch batch = new Batch(engine, warehouse, subject -> "m" + subject, first)) {
            batch.add(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()));
            batch.write();
        }
    }

    private double sessions() {
        MetricStore store = new MetricStore(engine);
        MetricStore.Question question = new MetricStore.Question(Metric.SESSIONS, OLD, OLD, Map.of());
        Double value = store.points(store.overall(question)).getFirst().value();
        return value == null ? 0 : value;
    }

    private long count(String table) {
        try (Engine.Session session = engine.open()) {
            return session.count(table);
        }
    }
}
