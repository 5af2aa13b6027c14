package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.ClientKind;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaybackReported;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.test.KafkaServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every record of Kafka is in the files once, whatever happens to who writes them. */
class IngestIT {
    /** So that a test's few records make many files. */
    static final Ingester.Settings SMALL =
            new Ingester.Settings(Duration.ofMillis(200), 40, 1_000_000, Duration.ofSeconds(1));

    /** Nothing is forgotten, however long ago the day is. */
    static Upkeep upkeep(Engine engine, Warehouse warehouse) {
        return new Upkeep(
                engine,
                warehouse,
                Clock.fixed(DAY, ZoneOffset.UTC),
                new Upkeep.Settings(400, new Compactor.Settings(10_000, Duration.ofDays(1))));
    }

    private static final Instant DAY = Instant.parse("2026-05-01T23:59:00Z");

    /** What each test finds its own rows by; the topics are those of all tests. */
    private final String video = UUID.randomUUID().toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // open() sets it
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void topics() {
        Topics.ensure(kafka(), WarehouseTable.topics());
    }

    @BeforeEach
    void open() {
        producer = new KafkaProducer<>(kafka().producer());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void records_areRowsOfTheirDay() {
        List<Event> events = say(0, 3);
        try (Writer writer = new Writer()) {
            writer.await(3);
            assertThat(writer.ask("SELECT DISTINCT CAST(day AS VARCHAR) FROM it ORDER BY 1"))
                    .containsExactly("2026-05-01", "2026-05-02");
            assertThat(writer.ask("SELECT event_id FROM it ORDER BY happened_at"))
                    .containsExactlyElementsOf(
                            events.stream().map(event -> event.id().toString()).toList());
            assertThat(writer.ask("SELECT CONCAT_WS(' ', kind, position_ms, rung, browser, bot, happened_at, source)"
                            + " FROM it ORDER BY happened_at LIMIT 1"))
                    .containsExactly("progressed 0 720 firefox false 2026-05-01 23:59:00");
        }
    }

    @Test
    void writer_thatBeginsAgain_goesOnWhereItWas() {
        say(0, 50);
        try (Writer writer = new Writer()) {
            writer.await(50);
        }
        say(50, 30);
        try (Writer writer = new Writer()) {
            writer.await(80);
        }
    }

    @Test
    void warehouse_thatIsLost_isMadeAgainFromKafka() throws IOException {
        say(0, 50);
        try (Writer writer = new Writer()) {
            writer.await(50);
        }
        Path lost = directory;
        directory = Files.createTempDirectory(lost, "again");
        try (Writer writer = new Writer()) {
            writer.await(50);
        }
    }

    @ParameterizedTest
    @EnumSource(Warehouse.Step.class)
    void writer_thatIsKilled_losesAndDoublesNothing(Warehouse.Step step) throws Exception {
        say(0, 100);
        for (int time = 1; time <= 3; time++) {
            killAt(step, time);
            say(100 * time, 20);
        }
        try (Writer writer = new Writer()) {
            writer.await(160);
        }
        try (Stream<Path> left = Files.list(directory.resolve("making"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void record_thatIsNoEvent_isSetAsideAndHoldsNothingUp() {
        say(0, 1);
        send(new ProducerRecord<>(
                Topic.PLAYBACK_EVENTS.topicName(), "x", ("not JSON " + video).getBytes(StandardCharsets.UTF_8)));
        ProducerRecord<String, byte[]> half = EventRecords.of(event(7));
        send(copy(half, "{\"content_id\":\"" + video + "\"}"));
        send(copy(half, "[1, \"" + video + "\"]"));
        say(1, 1);
        try (Writer writer = new Writer()) {
            writer.await(2);
            assertThat(writer.ask("SELECT value FROM read_parquet("
                            + Engine.quoted(new Warehouse(directory).table(Batch.UNREADABLE) + "/*/*.parquet")
                            + ") WHERE contains(value, '" + video + "') ORDER BY value"))
                    .containsExactly(
                            "[1, \"" + video + "\"]", "not JSON " + video, "{\"content_id\":\"" + video + "\"}");
        }
    }

    @Test
    void writer_beforeWhomAnotherOneIs_waits() {
        say(0, 10);
        try (Writer first = new Writer()) {
            first.await(10);
            try (Writer second = new Writer()) {
                say(10, 10);
                first.await(20);
                assertThat(second.ask("SELECT count(*) FROM it")).containsExactly("20");
            }
        }
    }

    /** A writer in this process, and what its files say. */
    private final class Writer implements AutoCloseable {
        private final Warehouse warehouse = new Warehouse(directory);
        private final Engine engine = new Engine(
                new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill-" + UUID.randomUUID()));
        private final Ingester ingester;

        Writer() {
            Relations.define(engine, warehouse);
            ingester = new Ingester(
                            kafka(),
                            warehouse,
                            engine,
                            sub -> "m" + sub,
                            upkeep(engine, warehouse),
                            SMALL,
                            Optional.empty())
                    .start();
        }

        /** Waits for so many distinct rows, and sees that there is none twice. */
        void await(int rows) {
            RunningAnalytics.eventually()
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(ask("SELECT count(DISTINCT event_id) FROM it"))
                            .containsExactly(String.valueOf(rows)));
            assertThat(ask("SELECT count(*) FROM it")).containsExactly(String.valueOf(rows));
        }

        List<String> ask(String sql) {
            String files = Engine.quoted(warehouse.table(WarehouseTable.PLAYBACK.folder()) + "/*/*.parquet");
            try (Engine.Session session = engine.open()) {
                return session.ask(
                        "WITH it AS (SELECT * FROM read_parquet(" + files
                                + ", hive_partitioning = true, union_by_name = true) WHERE content_id = '" + video
                                + "') "
                                + sql,
                        row -> row.getString(1));
            }
        }

        @Override
        public void close() {
            ingester.close();
            engine.close();
        }
    }

    private void killAt(Warehouse.Step step, int time) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngesterProcess.class.getName(),
                        KafkaServer.shared().bootstrap(),
                        directory.toString(),
                        step.name(),
                        String.valueOf(time))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.equals("there")) {
                line = out.readLine();
            }
            assertThat(line).as("the writer came to %s", step).isEqualTo("there");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** Those from one number on, a minute apart, spread over the partitions. */
    private List<Event> say(int from, int count) {
        List<Event> events = new ArrayList<>();
        IntStream.range(from, from + count).mapToObj(this::event).forEach(event -> {
            events.add(event);
            send(EventRecords.of(event));
        });
        return events;
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Event event(int number) {
        return new Event(
                UUID.randomUUID(),
                EventType.PLAYBACK_REPORTED,
                "/test",
                DAY.plus(Duration.ofMinutes(number)),
                new PlaybackReported(
                        UUID.randomUUID().toString(),
                        video,
                        "v" + "a".repeat(22),
                        "progressed",
                        DAY.plusSeconds(number),
                        number,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        720,
                        null,
                        null,
                        null,
                        new ClientKind("desktop", "linux", "firefox", null, false)));
    }

    private static ProducerRecord<String, byte[]> copy(ProducerRecord<String, byte[]> record, String value) {
        return new ProducerRecord<>(
                record.topic(), null, record.key(), value.getBytes(StandardCharsets.UTF_8), record.headers());
    }

    private static KafkaSettings kafka() {
        return new KafkaSettings(KafkaServer.shared().bootstrap(), "test");
    }
}
