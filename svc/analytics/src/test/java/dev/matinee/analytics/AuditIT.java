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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what players say to how it was counted, by the whole service. */
class AuditIT {
    private static final String OWNER = UUID.randomUUID().toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    private final String video = UUID.randomUUID().toString();
    private final Instant now = Instant.now();

    @BeforeAll
    static void start() {
        Map<String, String> settings = RunningAnalytics.settings(directory);
        settings.put("ingest.every", "PT0.2S");
        analytics = new RunningAnalytics(settings);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void audit_saysWhatWasCountedAndWhatWasNotAndWhy() throws Exception {
        publish();
        analytics.sayAs("ada", watched(session(), 45_000));
        ObjectNode twice = said(session(), 31_000);
        analytics.sayAs("bob", Said.batch(now, twice));
        analytics.sayAs("bob", Said.batch(now, twice));
        analytics.sayAs("bob", watched(session(), 50_000));
        analytics.sayAs("eve", watched(session(), 5_000));
        analytics.sayAs(OWNER, watched(session(), 60_000));
        analytics.send(
                "POST", "/events", watched(session(), 60_000), "Content-Type", "text/plain", "User-Agent", "curl/8");

        JsonNode audit = audit(6);
        assertThat(audit.path("rule_version").asInt()).isEqualTo(ViewRule.VERSION);
        assertThat(audit.path("counted").asInt()).isEqualTo(2);
        assertThat(audit.path("dropped").toString())
                .isEqualTo("{\"bot\":1,\"expired\":0,\"own\":1,\"repeat\":1,\"too_short\":1}");
    }

    @Test
    void audit_ofAWarehouseMadeAgainFromKafka_isTheSame() throws Exception {
        publish();
        for (int i = 0; i < 30; i++) {
            analytics.sayAs("viewer-" + i % 7, watched(session(), 10_000 + 2_000 * i));
        }
        JsonNode audit = audit(30);
        Path again = Files.createTempDirectory(directory, "again");
        Map<String, String> settings = RunningAnalytics.settings(again);
        settings.put("ingest.every", "PT0.2S");
        settings.put("ingest.rows", "7");
        try (RunningAnalytics replayed = new RunningAnalytics(settings)) {
            assertThat(audit(replayed, 30)).isEqualTo(audit);
        }
    }

    @Test
    void audit_isForTheOwnerAndOperatorsOnly() throws Exception {
        publish();
        analytics.sayAs("ada", watched(session(), 45_000));
        audit(1);
        assertThat(asked(OWNER, "creator").status()).isEqualTo(200);
        assertThat(asked("somebody", "creator", "moderator").status()).isEqualTo(404);
        assertThat(analytics.get("/videos/" + video + "/views/audit").status()).isEqualTo(401);
        assertThat(analytics
                        .get("/videos/nonsense/views/audit", "Authorization", bearer("op", "operator"))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"from=tomorrow", "from=2026-05-02&to=2026-05-01", "from=2024-01-01&to=2026-05-01", "to=2026-13-01"})
    void audit_ofDaysThatAreNone_isRefused(String query) {
        assertThat(analytics
                        .get("/videos/" + video + "/views/audit?" + query, "Authorization", bearer("op", "operator"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void rule_isForEverybody() {
        JsonNode rule = analytics.get("/views/rule").json();
        assertThat(rule.path("version").asInt()).isEqualTo(ViewRule.VERSION);
        assertThat(rule.path("verdicts")).hasSize(ViewRule.DROPPED.size() + 1);
    }

    @Test
    void warehouse_knowsNobodyByName() throws Exception {
        publish();
        analytics.sayAs("ada-the-viewer", watched(session(), 45_000));
        audit(1);
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> parquet =
                    files.filter(file -> file.toString().endsWith(".parquet")).toList();
            assertThat(parquet).isNotEmpty();
        }
        try (Engine engine =
                        new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("test-spill"));
                Engine.Session session = engine.open()) {
            Relations.define(engine, new Warehouse(directory));
            List<String> owners =
                    session.ask("SELECT owner FROM video WHERE content_id = ?", row -> row.getString(1), video);
            assertThat(owners).hasSize(1).allMatch(owner -> owner.matches("m[A-Za-z0-9_-]{22}"));
            for (WarehouseTable table : WarehouseTable.values()) {
                assertThat(session.ask(
                                "SELECT CAST(t AS VARCHAR) FROM " + table.folder() + " AS t", row -> row.getString(1)))
                        .noneMatch(row ->
                                row.contains("ada-the-viewer") || row.contains(OWNER) || row.contains("127.0.0.1"));
            }
        }
    }

    /** Waits until so many sessions are known. */
    private JsonNode audit(int sessions) {
        return audit(analytics, sessions);
    }

    private JsonNode audit(RunningAnalytics service, int sessions) {
        String path = "/videos/" + video + "/views/audit";
        RunningAnalytics.eventually().untilAsserted(() -> {
            Answer answer = service.get(path, "Authorization", bearer("op", "operator"));
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            assertThat(answer.json().path("sessions").asInt()).isEqualTo(sessions);
        });
        return service.get(path, "Authorization", bearer("op", "operator")).json();
    }

    private Answer asked(String user, String... roles) {
        return analytics.get("/videos/" + video + "/views/audit", "Authorization", bearer(user, roles));
    }

    private static String bearer(String user, String... roles) {
        return "Bearer " + RunningAnalytics.token(user, roles);
    }

    private static String session() {
        return UUID.randomUUID().toString();
    }

    private String watched(String session, int watchedMs) {
        return Said.batch(now, said(session, watchedMs));
    }

    private ObjectNode said(String session, int watchedMs) {
        return Said.playback(session, video, "progressed", now).put("watched_ms", watchedMs);
    }

    /** As catalog says it, and waits until the warehouse has it. */
    private void publish() throws Exception {
        VideoChanged changed = new VideoChanged(
                video,
                UUID.randomUUID().toString(),
                OWNER,
                "A film",
                null,
                List.of(),
                null,
                null,
                null,
                "public",
                "ready",
                "v1",
                600_000L,
                1,
                now,
                now);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            producer.send(EventRecords.of(Event.now(EventType.VIDEO_PUBLISHED, "catalog", now, changed)))
                    .get();
        }
        RunningAnalytics.eventually().until(() -> asked(OWNER, "creator").status() == 200);
    }
}
