package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.ClientKind;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PageReported;
import dev.matinee.events.PlaybackReported;
import dev.matinee.events.Topic;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a batch gets into Kafka, and how. */
class CollectIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final String session = UUID.randomUUID().toString();
    private final String video = UUID.randomUUID().toString();

    @SuppressWarnings("NullAway.Init") // read() sets it
    private KafkaConsumer<String, byte[]> consumer;

    @BeforeAll
    static void start() {
        analytics = new RunningAnalytics(directory);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @BeforeEach
    void read() {
        consumer = new KafkaConsumer<>(
                new KafkaSettings(KafkaServer.shared().bootstrap(), "test").consumer("test-" + UUID.randomUUID()));
        consumer.subscribe(List.of(Topic.PLAYBACK_EVENTS.topicName(), Topic.PAGE_EVENTS.topicName()));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void events_ofAVisitor_areInKafkaWhenTheyAreAcknowledged() {
        ObjectNode playing =
                playback("playing").put("startup_ms", 420).put("rung", 720).put("source", "home");
        ObjectNode searched = Said.page("searched", "search", now)
                .put("term", "  Big Bunny ")
                .put("results", 0)
                .put("content", video);
        Answer answer = analytics.say(Said.batch(now, playing, searched));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        assertThat(answer.json().path("taken").asInt()).isEqualTo(2);

        List<ConsumerRecord<String, byte[]>> records = records(2);
        Event event = read(records, EventType.PLAYBACK_REPORTED);
        PlaybackReported said = (PlaybackReported) event.data();
        assertThat(event.id()).hasToString(playing.path("id").asText());
        assertThat(said.sessionId()).isEqualTo(session);
        assertThat(said.contentId()).isEqualTo(video);
        assertThat(said.viewer()).matches("v[A-Za-z0-9_-]{22}");
        assertThat(said.startupMs()).isEqualTo(420);
        assertThat(said.rung()).isEqualTo(720);
        assertThat(said.client()).isEqualTo(new ClientKind("desktop", "linux", "firefox", null, false));
        PageReported page =
                (PageReported) read(records, EventType.PAGE_REPORTED).data();
        assertThat(page.term()).isEqualTo("big bunny");
        assertThat(page.viewer()).isEqualTo(said.viewer());
        assertThat(records)
                .allSatisfy(record ->
                        assertThat(text(record)).doesNotContain("127.0.0.1").doesNotContain("Gecko"));
    }

    @Test
    void events_ofAMember_haveNoTraceOfTheirName() {
        String user = UUID.randomUUID().toString();
        assertThat(analytics.sayAs(user, Said.batch(now, playback("started"))).status())
                .isEqualTo(202);

        ConsumerRecord<String, byte[]> record = records(1).getFirst();
        PlaybackReported said =
                (PlaybackReported) EventRecords.read(record).orElseThrow().data();
        assertThat(said.viewer()).matches("m[A-Za-z0-9_-]{22}");
        assertThat(text(record)).doesNotContain(user);
    }

    @Test
    void time_ofAClientWhoseClockIsWrong_isCorrected() {
        Instant theirs = Instant.parse("2001-01-01T00:00:00Z");
        Instant before = Instant.now();
        ObjectNode old = Said.playback(session, video, "started", theirs.minusSeconds(3_600));
        assertThat(analytics.say(Said.batch(theirs, old)).status()).isEqualTo(202);

        Event event = read(records(1), EventType.PLAYBACK_REPORTED);
        assertThat(event.time())
                .isBetween(before.minusSeconds(3_600), Instant.now().minusSeconds(3_600));
        assertThat(((PlaybackReported) event.data()).receivedAt()).isAfterOrEqualTo(before);
    }

    @Test
    void event_thatDoesNotFit_costsNoOther() {
        Answer answer = analytics.say(Said.batch(
                now,
                playback("started"),
                playback("dancing"),
                playback("started").put("surprise", 1),
                Said.playback(session, video, "started", now.minus(Duration.ofDays(8)))));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("taken").asInt()).isEqualTo(1);
        List<String> refused = new ArrayList<>();
        answer.json()
                .path("refused")
                .forEach(each -> refused.add(each.path("pointer").asText() + " "
                        + each.path("detail").asText()));
        assertThat(refused).hasSize(3);
        assertThat(refused.get(0)).startsWith("/events/1 kind is to be one of");
        assertThat(refused.get(1)).isEqualTo("/events/2 surprise is unknown here");
        assertThat(refused.get(2)).startsWith("/events/3 time is more than 168 hours before");
        assertThat(records(1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
        {"sent_at":"2026-05-01T00:00:00Z","events":[]}                 | 400 | /events
        {"events":[{}]}                                                | 400 | /sent_at
        {"sent_at":"2026-05-01T00:00:00Z","events":[{"type":"other"}]} | 400 | /events/0
        {"sent_at":"2026-05-01T00:00:00Z","events":[null]}             | 400 | /events/0
        {"sent_at":"2026-05-01T00:00:00Z","events":[[1]]}              | 400 | /events/0
        {"sent_at":"2026-05-01T00:00:00Z","events":[{}],"more":1}      | 400 | /more
        no JSON                                                        | 400 |
        """)
    void batch_withNothingUsable_isRefused(String body, int status, String pointer) {
        Answer answer = analytics.say(body);
        assertThat(answer.status()).isEqualTo(status);
        if (pointer != null) {
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
    }

    @Test
    void batch_beyondTheBounds_isRefused() {
        ObjectNode[] many = new ObjectNode[CollectRoutes.MAX_EVENTS + 1];
        Arrays.setAll(many, i -> Said.page("viewed", "home", now));
        assertThat(analytics.say(Said.batch(now, many)).status()).isEqualTo(400);
        assertThat(analytics.say("x".repeat(CollectRoutes.MAX_BYTES + 1)).status())
                .isEqualTo(413);
        assertThat(analytics
                        .send("POST", "/events", "<a/>", "Content-Type", "application/xml")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void token_thatDoesNotHold_isRefused() {
        assertThat(analytics
                        .send(
                                "POST",
                                "/events",
                                Said.batch(now, playback("started")),
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                "Bearer nonsense")
                        .status())
                .isEqualTo(401);
    }

    /** One report waits for Kafka as long as a request may; a hundred of them would take minutes if each did. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void batch_whileKafkaIsAway_waitsOnceAndIsRefused() {
        KafkaSettings nobody = new KafkaSettings("127.0.0.1:" + Ports.free(), "test");
        Event event = new Event(
                UUID.randomUUID(),
                EventType.PAGE_REPORTED,
                "/analytics",
                now,
                new PageReport(
                                "page",
                                UUID.randomUUID().toString(),
                                now,
                                "viewed",
                                "home",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)
                        .data(new Sender("v", Browser.of(RunningAnalytics.FIREFOX)), now));
        try (Collector collector = new Collector(
                nobody, new AnalyticsConfig.Collection(1_000, Duration.ofSeconds(10), Duration.ofDays(7)))) {
            assertThatThrownBy(() -> collector.collect(Collections.nCopies(CollectRoutes.MAX_EVENTS, event)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused ->
                                    assertThat(refused.error().status().code()).isEqualTo(503));
        }
    }

    private ObjectNode playback(String kind) {
        return Said.playback(session, video, kind, now);
    }

    /** Those of this test, when so many have come. */
    private List<ConsumerRecord<String, byte[]>> records(int count) {
        List<ConsumerRecord<String, byte[]>> mine = new ArrayList<>();
        RunningAnalytics.eventually().until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                if (text(record).contains(video)) {
                    mine.add(record);
                }
            });
            return mine.size() >= count;
        });
        return mine;
    }

    private static Event read(List<ConsumerRecord<String, byte[]>> records, EventType type) {
        return records.stream()
                .map(record -> EventRecords.read(record).orElseThrow())
                .filter(event -> event.type() == type)
                .findFirst()
                .orElseThrow();
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        StringBuilder all = new StringBuilder(new String(record.value(), StandardCharsets.UTF_8));
        record.headers()
                .forEach(header -> all.append(header.key()).append(new String(header.value(), StandardCharsets.UTF_8)));
        return all.toString();
    }
}
