package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.VideoChanged;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From what players say to the numbers of a report, by the whole service. */
@SuppressWarnings("TimeInStaticInitializer") // all is of the day before this run
class MetricIT {
    private static final String OWNER = UUID.randomUUID().toString();
    private static final String VIDEO = UUID.randomUUID().toString();
    private static final String CHANNEL = UUID.randomUUID().toString();
    /** Long ago enough for all to be of one day, whenever the test runs. */
    private static final Instant THEN = Instant.now().minusSeconds(86_400);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    @BeforeAll
    static void start() throws Exception {
        VideoChanged changed = new VideoChanged(
                VIDEO, CHANNEL, OWNER, "A film", null, List.of(), null, null, null, "public", "ready", "v1", 600_000L,
                1, THEN, THEN);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            producer.send(EventRecords.of(Event.now(EventType.VIDEO_PUBLISHED, "catalog", THEN, changed)))
                    .get();
        }
        Map<String, String> settings = RunningAnalytics.settings(directory);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        analytics = new RunningAnalytics(settings);
        analytics.sayAs(
                "ada",
                batch(said("playing").put("startup_ms", 600), said("progressed").put("watched_ms", 45_000)));
        analytics.sayAs(
                "bob",
                batch(
                        said("playing").put("startup_ms", 1_000),
                        said("stalled").put("watched_ms", 4_000).put("stalled_ms", 1_000)));
        analytics.say(batch(said("started").put("source", "search")));
        RunningAnalytics.eventually()
                .untilAsserted(() -> assertThat(value("sessions")).isEqualTo(3));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @ParameterizedTest
    @CsvSource({
        "views, 1",
        "watch_time, 45000",
        "video_startup_time, 800",
        "rebuffer_percentage, 2",
        "playback_failure_percentage, 0"
    })
    void overall_isOneNumber(String metric, double value) {
        assertThat(value(metric)).isEqualTo(value);
    }

    @Test
    void timeseries_isANumberForEachDay() {
        JsonNode data = ask("views/timeseries", "").path("data");
        assertThat(data).hasSize(1);
        assertThat(data.get(0).path("key").asText())
                .isEqualTo(LocalDate.ofInstant(THEN, ZoneOffset.UTC).toString());
    }

    @Test
    void breakdown_isANumberForEachValue() {
        JsonNode data = ask("sessions/breakdown", "&group_by=audience").path("data");
        assertThat(data.toString())
                .isEqualTo("[{\"key\":\"member\",\"value\":2.0,\"sessions\":2},"
                        + "{\"key\":\"visitor\",\"value\":1.0,\"sessions\":1}]");
    }

    @Test
    void filter_leavesTheRestOut() {
        assertThat(ask("sessions/overall", "%2Csource%3Asearch")
                        .at("/data/0/value")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void overall_ofNothing_hasNoValue(Metric metric) {
        if (metric.told() == Metric.Told.BY_PLAYERS) {
            JsonNode point =
                    ask(metric.wireName() + "/overall", "%2Csource%3Anowhere").at("/data/0");
            assertThat(point.has("value")).as(point.toString()).isFalse();
            assertThat(point.path("sessions").asInt()).isZero();
        }
    }

    @Test
    void csv_isForASpreadsheet() {
        Answer answer = get("sessions/breakdown", "&group_by=audience&format=csv", OWNER);
        assertThat(answer.response().body()).isEqualTo("key,sessions,sessions\r\nmember,2.0,2\r\nvisitor,1.0,1\r\n");
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
    }

    @Test
    void metrics_areForOwnersOfWhatTheyAskAboutAndForOperators() {
        assertThat(get("views/overall", "", OWNER).status()).isEqualTo(200);
        assertThat(get("views/overall", "", "somebody").status()).isEqualTo(403);
        assertThat(plain("/metrics/views/overall", "creator").status()).isEqualTo(403);
        assertThat(plain("/metrics/views/overall?filters=channel%3A" + CHANNEL, "operator")
                        .status())
                .isEqualTo(200);
        assertThat(analytics.get("/metrics/views/overall").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics/nonsense/overall, 404",
        "/metrics/views/breakdown, 400",
        "/metrics/views/breakdown?group_by=shoe, 400",
        "/metrics/views/overall?filters=shoe%3A1, 400",
        "/metrics/views/overall?filters=video, 400",
        "/metrics/views/overall?from=2030-01-01, 400"
    })
    void question_thatIsNone_isRefused(String path, int status) {
        assertThat(plain(path, "operator").status()).isEqualTo(status);
    }

    @Test
    void timeframe_isTheDaysThatEndToday() {
        Answer week = get("sessions/timeseries", "&timeframe=7d", OWNER);
        LocalDate last = LocalDate.parse(week.text("to"));
        assertThat(last).isAfter(LocalDate.ofInstant(THEN, ZoneOffset.UTC));
        assertThat(week.text("from")).isEqualTo(last.minusDays(6).toString());
        assertThat(week.json().path("data")).hasSize(1);
        assertThat(get("sessions/timeseries", "&timeframe=1d", OWNER).json().path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics/views/overall?timeframe=0d, ?timeframe",
        "/metrics/views/overall?timeframe=367d, ?timeframe",
        "/metrics/views/overall?timeframe=7d&to=2026-05-01, ?timeframe",
        "/metrics/views/overall?since=2026-05-01, ?since",
        "/metrics/views/timeseries?group_by=device, ?group_by",
        "/metrics/views/breakdown?group_by=device&cursor=x, ?cursor",
        "/reports/overview?filters=x, ?filters"
    })
    void parameter_thatIsNotUnderstood_isRefusedByName(String path, String pointer) {
        Answer answer = plain(path, "operator");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void metrics_areDescribedWithTheirFormula() {
        assertThat(analytics.get("/metrics").json().path("data")).hasSize(Metric.values().length);
    }

    private static double value(String metric) {
        return ask(metric + "/overall", "").at("/data/0/value").asDouble();
    }

    private static JsonNode ask(String what, String more) {
        Answer answer = get(what, more, OWNER);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private static Answer get(String what, String more, String user) {
        return analytics.get(
                "/metrics/" + what + "?filters=video%3A" + VIDEO + more,
                "Authorization",
                "Bearer " + RunningAnalytics.token(user, "creator"));
    }

    private static Answer plain(String path, String role) {
        return analytics.get(path, "Authorization", "Bearer " + RunningAnalytics.token("me", role));
    }

    private static String batch(ObjectNode... said) {
        String session = UUID.randomUUID().toString();
        for (ObjectNode each : said) {
            each.put("session", session);
        }
        return Said.batch(Instant.now(), said);
    }

    private static ObjectNode said(String kind) {
        return Said.playback("", VIDEO, kind, THEN);
    }
}
