package dev.matinee.analytics;

import static dev.matinee.analytics.RunningAnalytics.eventually;
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
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live numbers of the whole service, at two instances at once. */
class LiveIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** More than any other test of this JVM has watch one film. */
    private static final int CROWD = 90;

    private static final String OWNER = UUID.randomUUID().toString();
    private static final String CHANNEL = UUID.randomUUID().toString();
    private static final String VIDEO = UUID.randomUUID().toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    private static Map<String, String> settings(String folder) {
        Map<String, String> settings = RunningAnalytics.settings(directory.resolve(folder));
        settings.put("ingest.every", "PT0.2S");
        settings.put("live.every", "PT0.2S");
        settings.put("live.window", "PT10M");
        settings.put("live.member", "2");
        return settings;
    }

    @BeforeAll
    static void start() throws Exception {
        Instant now = Instant.now();
        VideoChanged changed = new VideoChanged(
                VIDEO, CHANNEL, OWNER, "A film", null, List.of(), null, null, null, "public", "ready", "v1", 600_000L,
                1, now, now);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            producer.send(EventRecords.of(Event.now(EventType.VIDEO_PUBLISHED, "catalog", now, changed)))
                    .get();
        }
        analytics = new RunningAnalytics(settings("first"));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    /** An open stream and the lines it said so far. */
    private record Open(int status, Stream<String> lines, List<String> said) implements AutoCloseable {
        static Open at(RunningAnalytics instance, String query, String user, String role) {
            HttpResponse<Stream<String>> answer =
                    instance.stream("/live" + query, "Authorization", "Bearer " + RunningAnalytics.token(user, role));
            List<String> said = new CopyOnWriteArrayList<>();
            Stream<String> lines = answer.body();
            Thread.ofVirtual().start(() -> {
                try {
                    lines.forEach(said::add);
                    said.add("END");
                } catch (RuntimeException e) {
                    said.add("CUT");
                }
            });
            return new Open(answer.statusCode(), lines, said);
        }

        List<JsonNode> data() {
            return said.stream()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> read(line.substring("data: ".length())))
                    .toList();
        }

        long viewers(String video) {
            for (JsonNode watched :
                    data().isEmpty() ? JSON.createArrayNode() : data().getLast().path("top")) {
                if (watched.path("video").asText().equals(video)) {
                    return watched.path("viewers").asLong();
                }
            }
            return 0;
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    @Test
    void viewers_comeAndGo_atEveryInstance() {
        String video = UUID.randomUUID().toString();
        List<String> sessions =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(CROWD).toList();
        try (RunningAnalytics second = new RunningAnalytics(settings("second"));
                Open one = Open.at(analytics, "", "op", "operator");
                Open two = Open.at(second, "", "op", "operator")) {
            say("progressed", video, sessions);
            eventually().until(() -> one.viewers(video) == CROWD && two.viewers(video) == CROWD);
            assertThat(one.data().getLast().path("events_per_second").isNumber())
                    .isTrue();
            say("ended", video, sessions.subList(0, 1));
            eventually().until(() -> one.viewers(video) == CROWD - 1 && two.viewers(video) == CROWD - 1);
        }
        // Who comes later begins with the whole picture.
        try (Open open = Open.at(analytics, "", "later", "operator")) {
            eventually().until(() -> open.viewers(video) == CROWD - 1);
        }
    }

    @Test
    void record_withATimeThatIsNone_holdsNothingUp() throws Exception {
        String video = UUID.randomUUID().toString();
        try (Open open = Open.at(analytics, "", "steady", "operator")) {
            eventually().until(() -> !open.data().isEmpty());
            // No event by its headers, so that the warehouse only sets it aside.
            try (KafkaProducer<String, byte[]> producer =
                    new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
                String said = JSON.createObjectNode()
                        .put("received_at", Instant.MAX.toString())
                        .put("session_id", UUID.randomUUID().toString())
                        .put("content_id", video)
                        .put("kind", "progressed")
                        .<ObjectNode>set("client", JSON.createObjectNode().put("bot", false))
                        .toString();
                producer.send(new ProducerRecord<>(
                                Topic.PLAYBACK_EVENTS.topicName(), video, said.getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            List<String> sessions = Stream.generate(() -> UUID.randomUUID().toString())
                    .limit(CROWD)
                    .toList();
            say("progressed", video, sessions);
            eventually().until(() -> open.viewers(video) == CROWD);
            say("ended", video, sessions);
        }
    }

    @Test
    void channel_isForItsOwnerAndOfItsVideosOnly() {
        eventually().until(() -> {
            try (Open open = Open.at(analytics, "?channel=" + CHANNEL, OWNER, "creator")) {
                return open.status() == 200;
            }
        });
        say("progressed", VIDEO, List.of(UUID.randomUUID().toString()));
        say(
                "progressed",
                UUID.randomUUID().toString(),
                List.of(UUID.randomUUID().toString()));
        try (Open open = Open.at(analytics, "?channel=" + CHANNEL, OWNER, "creator")) {
            eventually().until(() -> open.viewers(VIDEO) == 1);
            assertThat(open.data().getLast().path("viewers").asLong()).isEqualTo(1);
            assertThat(open.data().getLast().has("events_per_second")).isFalse();
        }
        assertThat(status("?channel=" + CHANNEL, "somebody", "creator")).isEqualTo(403);
        assertThat(status("", OWNER, "creator")).isEqualTo(403);
        assertThat(analytics.get("/live").status()).isEqualTo(401);
    }

    @Test
    void oneMember_hasSomeStreamsAtMost() {
        List<Open> all = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                all.add(Open.at(analytics, "", "greedy", "operator"));
                assertThat(all.getLast().status()).isEqualTo(200);
            }
            assertThat(status("", "greedy", "operator")).isEqualTo(429);
        } finally {
            all.forEach(Open::close);
        }
        // A closed one is noticed with the next view, and then its place is free.
        eventually().until(() -> status("", "greedy", "operator") == 200);
    }

    @Test
    void stop_endsEveryStream() {
        List<Open> all = new ArrayList<>();
        try {
            try (RunningAnalytics going = new RunningAnalytics(settings("going"))) {
                for (int i = 0; i < 20; i++) {
                    all.add(Open.at(going, "", "user" + i, "operator"));
                }
                eventually()
                        .until(() -> all.stream().noneMatch(open -> open.data().isEmpty()));
            }
            eventually().until(() -> all.stream().allMatch(open -> open.said().contains("END")));
        } finally {
            all.forEach(Open::close);
        }
    }

    private static int status(String query, String user, String role) {
        try (Open open = Open.at(analytics, query, user, role)) {
            return open.status();
        }
    }

    private static void say(String kind, String video, List<String> sessions) {
        ObjectNode[] said = sessions.stream()
                .map(session -> Said.playback(session, video, kind, Instant.now()))
                .toArray(ObjectNode[]::new);
        assertThat(analytics.say(Said.batch(Instant.now(), said)).status()).isEqualTo(202);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
