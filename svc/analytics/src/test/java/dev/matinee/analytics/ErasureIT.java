package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.ChannelChanged;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.NotificationSent;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadCompleted;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.WatchProgressed;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is erased leaves no trace, and the others stay. */
class ErasureIT {
    private static final String NAME = "Ada of the Analytical Engine";

    private final String ada = UUID.randomUUID().toString();
    private final String bob = UUID.randomUUID().toString();
    private final String video = UUID.randomUUID().toString();
    private final Instant now = Instant.now();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void erasure_leavesNoTraceInAnyFile_alsoOfWhatComesAgainFromKafka() throws Exception {
        publish(ada);
        try (RunningAnalytics analytics = new RunningAnalytics(settings())) {
            for (String user : List.of(ada, bob)) {
                analytics.sayAs(
                        user,
                        Said.batch(
                                now,
                                Said.playback(UUID.randomUUID().toString(), video, "progressed", now)
                                        .put("watched_ms", 40_000),
                                Said.page("viewed", "watch", now).put("content", video)));
            }
            RunningAnalytics.eventually()
                    .untilAsserted(() -> assertThat(filesWith(ada)).hasSizeGreaterThan(9));
            assertThat(filesWith(bob)).isNotEmpty();

            Answer asked = analytics.send(
                    "POST",
                    "/erasures",
                    "{\"user\":\"" + ada + "\"}",
                    "Content-Type",
                    "application/json",
                    "Authorization",
                    bearer("operator"));
            assertThat(asked.status()).as(asked.response().body()).isEqualTo(202);
            RunningAnalytics.eventually()
                    .untilAsserted(() -> assertThat(analytics
                                    .get("/erasures/" + ada, "Authorization", bearer("operator"))
                                    .text("state"))
                            .isEqualTo("done"));
            assertThat(filesWith(ada)).isEmpty();
            assertThat(filesSaying(NAME))
                    .as("the name of their channel and film")
                    .isEmpty();
            assertThat(filesWith(bob)).isNotEmpty();
        }
        Map<String, String> read = offsets();
        forgetAllButErasures();
        try (RunningAnalytics again = new RunningAnalytics(settings())) {
            RunningAnalytics.eventually()
                    .untilAsserted(() -> assertThat(offsets()).isEqualTo(read));
            assertThat(filesWith(bob)).isNotEmpty();
            assertThat(filesWith(ada)).isEmpty();
            assertThat(filesSaying(NAME)).isEmpty();
            assertThat(again.get("/views/rule").status()).isEqualTo(200);
        }
    }

    @Test
    void erasure_isForOperatorsOnly() {
        try (RunningAnalytics analytics = new RunningAnalytics(settings())) {
            String body = "{\"user\":\"" + ada + "\"}";
            String[] json = {"Content-Type", "application/json", "Authorization", bearer("creator", "moderator")};
            assertThat(analytics.send("POST", "/erasures", body, json).status()).isEqualTo(403);
            assertThat(analytics
                            .get("/erasures/" + ada, "Authorization", bearer("viewer"))
                            .status())
                    .isEqualTo(403);
            assertThat(analytics
                            .send("POST", "/erasures", body, "Content-Type", "application/json")
                            .status())
                    .isEqualTo(401);
            for (String nobody : List.of(" ", "ada", ada.substring(1), ada.toUpperCase(Locale.ROOT) + "x")) {
                Answer refused = analytics.send(
                        "POST",
                        "/erasures",
                        "{\"user\":\"" + nobody + "\"}",
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        bearer("operator"));
                assertThat(refused.status()).as(nobody).isEqualTo(400);
                assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/user");
            }
            assertThat(analytics
                            .get("/erasures/" + ada, "Authorization", bearer("operator"))
                            .text("state"))
                    .isEqualTo("unknown");
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = RunningAnalytics.settings(directory);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        return settings;
    }

    private static String bearer(String... roles) {
        return "Bearer " + RunningAnalytics.token("me", roles);
    }

    /** The Parquet files that name somebody in some cell. */
    private List<Path> filesWith(String user) throws IOException {
        String person = new Pseudonyms(
                        Base64.getDecoder().decode(RunningAnalytics.KEY),
                        directory.resolve("test-salts"),
                        Clock.systemUTC())
                .member(user);
        return filesSaying(person);
    }

    private List<Path> filesSaying(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Engine engine =
                        new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("test-spill"));
                Engine.Session session = engine.open();
                Stream<Path> files = Files.walk(directory.resolve("tables"), FileVisitOption.FOLLOW_LINKS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                boolean named = session.ask(
                                "SELECT COUNT(*) FROM read_parquet(" + Engine.quoted(file)
                                        + ") AS t WHERE contains(CAST(t AS VARCHAR), ?)",
                                row -> row.getLong(1) > 0,
                                text)
                        .getFirst();
                if (named) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** How far each partition was read. */
    private Map<String, String> offsets() throws IOException {
        Map<String, String> offsets = new TreeMap<>();
        for (Path file : Disk.list(directory.resolve("offsets"))) {
            offsets.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
        return offsets;
    }

    private void forgetAllButErasures() throws IOException {
        for (String folder : List.of("tables", "offsets")) {
            try (Stream<Path> files = Files.walk(directory.resolve(folder), FileVisitOption.FOLLOW_LINKS)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void publish(String owner) throws Exception {
        VideoChanged changed = new VideoChanged(
                video,
                UUID.randomUUID().toString(),
                owner,
                NAME,
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
        String channel = UUID.randomUUID().toString();
        String upload = UUID.randomUUID().toString();
        SourceObject source = new SourceObject("uploads", upload, 1, NAME, null, null);
        List<Event> events = List.of(
                event(EventType.VIDEO_PUBLISHED, changed),
                event(EventType.CHANNEL_CREATED, new ChannelChanged(channel, owner, NAME, NAME, NAME, 1, now)),
                event(
                        EventType.UPLOAD_COMPLETED,
                        new UploadCompleted(upload, owner, NAME, video, source, Map.of("title", NAME))),
                event(EventType.FOLLOW_CHANGED, new FollowChanged(owner, channel, bob, NAME, true, 1, now)),
                event(
                        EventType.LIKE_CHANGED,
                        new LikeChanged(owner, NAME, video, "video", channel, owner, true, 1, now)),
                event(
                        EventType.COMMENT_CREATED,
                        new CommentChanged(
                                upload, video, "video", channel, owner, null, owner, owner, NAME, NAME, 1, 1, now)),
                event(EventType.NOTIFICATION_SENT, new NotificationSent(upload, owner, "comment", "in_app")),
                event(EventType.WATCH_PROGRESSED, new WatchProgressed(owner, video, channel, 1, 2, false, now)));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            for (Event event : events) {
                producer.send(EventRecords.of(event)).get();
            }
        }
    }

    private Event event(EventType type, EventData data) {
        return Event.now(type, "test", now, data);
    }
}
