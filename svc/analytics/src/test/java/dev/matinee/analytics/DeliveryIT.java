package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.events.VideoChanged;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the lines of the CDN's log to the numbers of a report, by the whole service. */
@SuppressWarnings("TimeInStaticInitializer") // all is of the day before this run
class DeliveryIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWNER = UUID.randomUUID().toString();
    private static final String VIDEO = UUID.randomUUID().toString();
    private static final String CHANNEL = UUID.randomUUID().toString();
    private static final Instant THEN = Instant.now().minusSeconds(86_400);
    private static final String HOSTILE = "somebody-wrote-this";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void start() throws Exception {
        producer = new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer());
        VideoChanged changed = new VideoChanged(
                VIDEO, CHANNEL, OWNER, "A film", null, List.of(), null, null, null, "public", "ready", "v1", 600_000L,
                1, THEN, THEN);
        producer.send(EventRecords.of(Event.now(EventType.VIDEO_PUBLISHED, "catalog", THEN, changed)))
                .get();
        Map<String, String> settings = RunningAnalytics.settings(directory);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        analytics = new RunningAnalytics(settings);
        send(line("720p/00001.m4s", "MISS", 1_000).put("cmcd", "bl%3D2000%2Cbs%2Cbr%3D2800%2Cot%3Dv"));
        send(line("720p/00001.m4s", "HIT", 1_000).put("cmcd", "bl%3D9000%2Cbr%3D2800%2Cot%3Dv"));
        send(line("240p/00001.m4s", "HIT", 200).put("cmcd_status", "bs").put("cmcd_request", "bl=0"));
        send(line("240p/00002.m4s", "HIT", 200).put("cmcd", "bl%3D1%2C" + HOSTILE + "%3D1%2Cbr%3D" + HOSTILE));
        ObjectNode twice = line("master.m3u8", "", 50);
        send(twice);
        send(twice);
        raw("{\"id\":\"" + HOSTILE + "\",\"at\":1}");
        raw("[" + HOSTILE);
        raw(line("720p/00009.m4s", "HIT", 1)
                .put("bytes", -5)
                .put("cmcd", HOSTILE)
                .toString());
        RunningAnalytics.eventually()
                .untilAsserted(() -> assertThat(count("bytes_sent/overall")).isEqualTo(5));
    }

    @AfterAll
    static void stop() {
        analytics.close();
        producer.close();
    }

    @ParameterizedTest
    @CsvSource({"bytes_sent, 2450", "cache_hit_percentage, 75", "buffer_starvation, 50"})
    void overall_isOneNumber(String metric, double value) {
        assertThat(ask(metric + "/overall", "").at("/data/0/value").asDouble()).isEqualTo(value);
    }

    @Test
    void breakdown_isByRungAndChannel() {
        assertThat(ask("bytes_sent/breakdown", "&group_by=rung").path("data").toString())
                .isEqualTo(
                        "[{\"key\":\"720\",\"value\":2000.0,\"sessions\":2},"
                                + "{\"key\":\"240\",\"value\":400.0,\"sessions\":2},{\"key\":\"\",\"value\":50.0,\"sessions\":1}]");
        assertThat(ask("bytes_sent/breakdown", "&group_by=channel")
                        .at("/data/0/key")
                        .asText())
                .isEqualTo(CHANNEL);
        assertThat(ask("bytes_sent/timeseries", "").path("data")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"/breakdown?group_by=device", "/overall?filters=device%3Amobile"})
    void whatTheCdnDoesNotKnow_isRefused(String question) {
        Answer answer = analytics.get(
                "/metrics/bytes_sent" + question,
                "Authorization",
                "Bearer " + RunningAnalytics.token("op", "operator"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.response().body()).contains("video, channel, rung");
    }

    @Test
    void whatIsNoLine_isCountedAside_andNotKept() {
        try (Engine engine =
                        new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("test-spill"));
                Engine.Session session = engine.open()) {
            for (String table : List.of("delivery", Batch.UNREADABLE)) {
                String rows = "read_parquet("
                        + Engine.quoted(directory.resolve("tables/" + table + "/day=2*/*.parquet"))
                        + ", union_by_name = true)";
                assertThat(session.ask(
                                "SELECT COUNT(*) FROM " + rows + " AS r WHERE contains(CAST(r AS VARCHAR), '" + HOSTILE
                                        + "')",
                                row -> row.getLong(1)))
                        .containsExactly(0L);
            }
            assertThat(session.ask(
                            "SELECT COUNT(*) FROM read_parquet("
                                    + Engine.quoted(directory.resolve("tables/unreadable/day=2*/*.parquet"))
                                    + ") WHERE ce_type = '" + DeliveryLine.TYPE + "'",
                            row -> row.getLong(1)))
                    .containsExactly(3L);
        }
    }

    private static long count(String what) {
        return ask(what, "").at("/data/0/sessions").asLong();
    }

    private static JsonNode ask(String what, String more) {
        Answer answer = analytics.get(
                "/metrics/" + what + "?filters=video%3A" + VIDEO + more,
                "Authorization",
                "Bearer " + RunningAnalytics.token(OWNER, "creator"));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    /** As nginx writes it. */
    private static ObjectNode line(String file, String cache, long bytes) {
        return JSON.createObjectNode()
                .put("id", UUID.randomUUID().toString().replace("-", ""))
                .put("time", THEN.toString())
                .put("at", THEN.toEpochMilli() / 1_000.0)
                .put("method", "GET")
                .put("path", "/media/v/" + VIDEO + "/a1/" + file)
                .put("content", VIDEO)
                .put("version", "a1")
                .put("file", file)
                .put("token", "")
                .put("status", 200)
                .put("bytes", bytes)
                .put("range", "")
                .put("seconds", 0.012)
                .put("cache", cache)
                .put("origin_seconds", "")
                .putNull("trace")
                .put("cmcd", "")
                .put("cmcd_request", "")
                .put("cmcd_object", "")
                .put("cmcd_status", "")
                .put("cmcd_session", "");
    }

    private static void send(ObjectNode line) throws ExecutionException, InterruptedException {
        raw(line.toString());
    }

    private static void raw(String line) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(Topic.DELIVERY_REQUESTS.topicName(), line.getBytes(StandardCharsets.UTF_8)))
                .get();
    }
}
