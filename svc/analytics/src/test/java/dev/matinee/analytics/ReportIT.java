package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.AlbumChanged;
import dev.matinee.events.ChannelChanged;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.MediaReady;
import dev.matinee.events.NotificationSent;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadAbandoned;
import dev.matinee.events.UploadCompleted;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoSubmitted;
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

/** From what services, players and pages say to the rows of a report, by the whole service; each thing said twice. */
@SuppressWarnings("TimeInStaticInitializer") // all is of the day before this run
class ReportIT {
    private static final String OWNER = UUID.randomUUID().toString();
    private static final String CHANNEL = UUID.randomUUID().toString();
    private static final String VIDEO = UUID.randomUUID().toString();
    private static final String ALBUM = UUID.randomUUID().toString();
    /** A minute long, and of another channel. */
    private static final String SHORT = UUID.randomUUID().toString();

    private static final String OPENED = UUID.randomUUID().toString();
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    @BeforeAll
    static void start() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            for (Event event : events()) {
                producer.send(EventRecords.of(event)).get();
                producer.send(EventRecords.of(event)).get();
            }
        }
        analytics = new RunningAnalytics(settings(directory));
        String ada = Said.batch(
                Instant.now(),
                page("shown").put("content", VIDEO).put("place", "home").put("rank", 1),
                page("shown").put("content", VIDEO).put("place", "home").put("rank", 2),
                page("clicked").put("content", VIDEO).put("place", "home").put("rank", 2),
                page("searched").put("term", "Unfindable " + VIDEO).put("results", 0),
                page("viewed").put("content", ALBUM),
                page("opened").put("notification", OPENED),
                played(0, 10_000).put("source", "home"),
                played(20_000, 30_000));
        analytics.sayAs("ada", ada);
        analytics.sayAs("ada", ada);
        analytics.say(Said.batch(Instant.now(), played(5_000, 15_500)));
        analytics.say(Said.batch(
                Instant.now(),
                played(0, 30_000).put("video", SHORT),
                played(0, 1_200_000).put("video", SHORT),
                played(90_000, 1_200_000).put("video", SHORT)));
        RunningAnalytics.eventually().untilAsserted(() -> {
            assertThat(ask("uploads").path(1).path("ready").asInt()).isEqualTo(1);
            assertThat(first("overview").path("likes").asInt()).isEqualTo(1);
            assertThat(first("overview").path("followers_lost").asInt()).isEqualTo(1);
            assertThat(first("overview").path("views").asInt()).isEqualTo(3);
            assertThat(first("overview").path("clicked").asInt()).isEqualTo(1);
            assertThat(asOperator("/reports/notifications?limit=100").response().body())
                    .contains("\"medium\":\"email\",\"sent\":1,\"opened\":1");
            assertThat(asOwner("/videos/" + SHORT + "/retention")
                            .json()
                            .path("data")
                            .path(0)
                            .path("watching")
                            .asInt())
                    .isEqualTo(2);
            assertThat(first("cost").path("stored_byte_days").asDouble()).isEqualTo(2 * 6_000_000.0);
        });
    }

    private static Map<String, String> settings(Path warehouse) {
        Map<String, String> settings = RunningAnalytics.settings(warehouse);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        settings.put("price.cpu", "3600");
        settings.put("price.stored", "30000000");
        return settings;
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void overview_isOfTheChannel() {
        assertThat(first("overview").toString())
                .isEqualTo(
                        "{\"views\":3,\"watch_ms\":120000,\"viewers\":2,\"likes\":1,\"unlikes\":0,\"comments\":1,"
                                + "\"comments_deleted\":0,\"followers_gained\":2,\"followers_lost\":1,\"shown\":2,\"clicked\":1}");
    }

    @Test
    void viewers_areMembersAndVisitors() {
        assertThat(first("viewers").toString()).isEqualTo("{\"viewers\":2,\"members\":1,\"visitors\":1,\"views\":3}");
        assertThat(first("viewers_by_day").path("day").asText()).isEqualTo(DAY.toString());
    }

    @Test
    void topContent_hasItsTitle() {
        assertThat(first("top_content").path("title").asText()).isEqualTo("A film");
    }

    @Test
    void pages_areThoseOfAlbumsToo() {
        assertThat(first("pages").path("title").asText()).isEqualTo("A trip");
        assertThat(first("pages").path("viewed").asInt()).isEqualTo(1);
    }

    @Test
    void sources_areWhereViewersCameFrom() {
        assertThat(ask("sources").findValuesAsText("views")).containsExactly("2", "1");
    }

    @Test
    void feed_isHowOftenItWasClicked() {
        assertThat(first("feed").toString())
                .isEqualTo("{\"place\":\"home\",\"shown\":2,\"clicked\":1,\"click_percentage\":50.0}");
        assertThat(ask("feed_ranks").findValuesAsText("rank")).containsExactly("1", "2");
    }

    @Test
    void searches_withoutResults_areForOperators() {
        Answer answer = asOperator("/reports/searches_without_results?limit=100");
        assertThat(answer.response().body())
                .contains("{\"term\":\"unfindable " + VIDEO + "\",\"searches\":1,\"without_results\":1}");
        assertThat(asOwner("/reports/searches?channel=" + CHANNEL).status()).isEqualTo(403);
    }

    @Test
    void notifications_areThoseSentAndOpened() {
        JsonNode data = asOperator("/reports/notifications?limit=100").json().path("data");
        assertThat(data.toString())
                .contains("{\"kind\":\"operator\",\"medium\":\"in_app\",\"sent\":2,\"opened\":1,"
                        + "\"open_percentage\":50.0}")
                .contains("{\"kind\":\"operator\",\"medium\":\"email\",\"sent\":1,\"opened\":1,"
                        + "\"open_percentage\":100.0}");
    }

    @Test
    void audience_isWhatWasGainedAndLostEachDay() {
        assertThat(ask("audience").toString())
                .isEqualTo("[{\"day\":\"" + DAY + "\",\"gained\":2,\"lost\":1,\"net\":1}]");
    }

    @Test
    void uploads_saySoMuchOfEachKind_andHowLongItTook() {
        JsonNode rows = ask("uploads");
        assertThat(rows.findValuesAsText("kind")).containsExactly("photo", "video");
        assertThat(rows.get(0).path("failed").asInt()).isEqualTo(1);
        JsonNode videos = rows.get(1);
        assertThat(videos.path("completed").asInt()).isEqualTo(1);
        assertThat(videos.path("abandoned").asInt()).isEqualTo(1);
        assertThat(videos.path("playable_p50_ms").asLong()).isEqualTo(20_000);
        assertThat(videos.path("ready_p99_ms").asLong()).isEqualTo(60_000);
        assertThat(ask("upload_failures").findValuesAsText("reason"))
                .containsExactlyInAnyOrder("not_a_photo", "expired");
    }

    @Test
    void cost_isByThePrices() {
        // 5 MB of media and 1 MB of its source for two days, a megabyte for a day at one.
        JsonNode cost = first("cost");
        assertThat(cost.path("stored_cost").asDouble()).isEqualTo(12_000);
        assertThat(cost.path("made_bytes").asLong()).isEqualTo(5_300_000);
        assertThat(cost.path("cost_per_view").asDouble()).isEqualTo(4_000);
        assertThat(ask("cost_by_content").get(0).path("content_id").asText()).isEqualTo(VIDEO);
    }

    @Test
    void retention_isHowManyPlayedEachSecond() {
        JsonNode curve = asOwner("/videos/" + VIDEO + "/retention").json();
        assertThat(curve.path("sessions").asInt()).isEqualTo(3);
        JsonNode points = curve.path("data");
        assertThat(points).hasSize(30);
        assertThat(points.get(0).path("watching").asInt()).isEqualTo(1);
        assertThat(points.get(7).path("watching").asInt()).isEqualTo(2);
        assertThat(points.get(15).path("watching").asInt()).isEqualTo(1);
        assertThat(points.get(17).path("watching").asInt()).isZero();
        assertThat(asOwner("/videos/" + VIDEO + "/retention?format=csv")
                        .response()
                        .body())
                .startsWith("second,watching,share\r\n0,1,0.33");
    }

    @Test
    void retention_endsWithTheFilm_whateverAReportSays() {
        JsonNode curve = asOwner("/videos/" + SHORT + "/retention").json();
        assertThat(curve.path("sessions").asInt()).isEqualTo(2);
        JsonNode points = curve.path("data");
        assertThat(points).hasSize(60);
        assertThat(points.get(0).path("share").asDouble()).isEqualTo(1);
        assertThat(points.get(59).path("watching").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void report_ofAll_isForOperators_andComesAsCsv(ReportKind kind) {
        Answer answer = asOperator("/reports/" + kind.wireName() + "?format=csv");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.response().body()).startsWith(String.join(",", kind.columns()) + "\r\n");
        assertThat(asOwner("/reports/" + kind.wireName()).status()).isEqualTo(403);
        assertThat(analytics.get("/reports/" + kind.wireName()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void report_ofAVideoInAChannel_isItsOwners(ReportKind kind) {
        Answer answer = asOwner("/reports/" + kind.wireName() + "?channel=" + CHANNEL + "&video=" + VIDEO);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(kind.isForOperators() ? 403 : 200);
    }

    @ParameterizedTest
    @CsvSource({
        "/reports/nonsense, 404",
        "/reports/overview?channel=mine, 400",
        "/reports/overview?from=2030-01-01, 400",
        "/reports/overview?limit=101, 400",
        "/videos/mine/retention, 404"
    })
    void question_thatIsNone_isRefused(String path, int status) {
        assertThat(asOperator(path).status()).isEqualTo(status);
    }

    @Test
    void others_areToldNothing() {
        String other = "Bearer " + RunningAnalytics.token("somebody", "creator", "moderator");
        for (String path : List.of("channel=" + CHANNEL, "video=" + VIDEO, "video=" + ALBUM)) {
            assertThat(analytics
                            .get("/reports/overview?" + path, "Authorization", other)
                            .status())
                    .isEqualTo(403);
            assertThat(asOwner("/reports/overview?" + path).status()).isEqualTo(200);
        }
        assertThat(analytics
                        .get("/videos/" + VIDEO + "/retention", "Authorization", other)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void reports_afterAReplayFromKafka_areTheSame(@TempDir Path other) {
        try (RunningAnalytics again = new RunningAnalytics(settings(other))) {
            for (ReportKind kind : ReportKind.values()) {
                if (!kind.isForOperators()) {
                    String path = "/reports/" + kind.wireName() + "?format=csv&channel=" + CHANNEL + "&from=" + DAY
                            + "&to=" + DAY.plusDays(1);
                    String said = asOwner(path).response().body();
                    RunningAnalytics.eventually()
                            .untilAsserted(() -> assertThat(again.get(path, "Authorization", owner())
                                            .response()
                                            .body())
                                    .isEqualTo(said));
                }
            }
        }
    }

    @Test
    void reports_areDescribed() {
        assertThat(analytics.get("/reports").json().path("data")).hasSize(ReportKind.values().length);
    }

    private static JsonNode first(String report) {
        return ask(report).path(0);
    }

    private static JsonNode ask(String report) {
        Answer answer =
                asOwner("/reports/" + report + "?channel=" + CHANNEL + "&from=" + DAY + "&to=" + DAY.plusDays(1));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json().path("data");
    }

    private static Answer asOwner(String path) {
        return analytics.get(path, "Authorization", owner());
    }

    private static String owner() {
        return "Bearer " + RunningAnalytics.token(OWNER, "creator");
    }

    private static Answer asOperator(String path) {
        return analytics.get(path, "Authorization", "Bearer " + RunningAnalytics.token("me", "operator"));
    }

    private static ObjectNode page(String kind) {
        return Said.page(kind, "home", NOON);
    }

    /** A session of its own, with a view; far enough from the others not to be a repeat. */
    private static ObjectNode played(long fromMs, long toMs) {
        return Said.playback(UUID.randomUUID().toString(), VIDEO, "progressed", NOON.plusMillis(fromMs * 200))
                .put("from_ms", fromMs)
                .put("to_ms", toMs)
                .put("watched_ms", 40_000);
    }

    private static List<Event> events() {
        String upload = UUID.randomUUID().toString();
        String photo = UUID.randomUUID().toString();
        String job = UUID.randomUUID().toString();
        SourceObject source = new SourceObject("uploads", upload, 1_000_000, "holiday.mp4", "video/mp4", null);
        SourceObject picture = new SourceObject("uploads", photo, 0, "holiday.jpg", "image/jpeg", null);
        return List.of(
                at(0, EventType.CHANNEL_CREATED, new ChannelChanged(CHANNEL, OWNER, "ada", "Ada", null, 1, NOON)),
                at(
                        0,
                        EventType.VIDEO_PUBLISHED,
                        new VideoChanged(
                                VIDEO, CHANNEL, OWNER, "A film", null, List.of(), null, null, null, "public", "ready",
                                "v1", 600_000L, 1, NOON, NOON)),
                at(
                        0,
                        EventType.VIDEO_PUBLISHED,
                        new VideoChanged(
                                SHORT,
                                UUID.randomUUID().toString(),
                                OWNER,
                                "A minute",
                                null,
                                List.of(),
                                null,
                                null,
                                null,
                                "public",
                                "ready",
                                "v1",
                                60_000L,
                                1,
                                NOON,
                                NOON)),
                at(
                        0,
                        EventType.ALBUM_PUBLISHED,
                        new AlbumChanged(
                                ALBUM, CHANNEL, OWNER, "A trip", null, List.of(), null, null, "public", "ready", 1,
                                List.of(), null, 1, NOON, NOON)),
                at(0, EventType.UPLOAD_COMPLETED, new UploadCompleted(upload, OWNER, "Ada", VIDEO, source, Map.of())),
                at(1, EventType.VIDEO_SUBMITTED, new VideoSubmitted(VIDEO, upload, OWNER, source)),
                at(20, EventType.MEDIA_PLAYABLE, media(upload, job, 300_000)),
                at(60, EventType.MEDIA_READY, media(upload, job, 5_000_000)),
                at(0, EventType.UPLOAD_COMPLETED, new UploadCompleted(photo, OWNER, "Ada", ALBUM, picture, Map.of())),
                at(1, EventType.PHOTO_SUBMITTED, new PhotoSubmitted(ALBUM, photo, photo, OWNER, picture)),
                at(
                        2,
                        EventType.PHOTO_FAILED,
                        new PhotoFailed(ALBUM, photo, photo, job, "not_a_photo", "It is no photo.", false)),
                at(3, EventType.UPLOAD_ABANDONED, new UploadAbandoned(photo + "x", OWNER, VIDEO, "expired")),
                at(4, EventType.NOTIFICATION_SENT, new NotificationSent(OPENED, "ada", "operator", "in_app")),
                at(4, EventType.NOTIFICATION_SENT, new NotificationSent(OPENED, "ada", "operator", "email")),
                at(4, EventType.NOTIFICATION_SENT, new NotificationSent(job, "bob", "operator", "in_app")),
                follow("bob", true),
                follow("eve", true),
                follow("eve", false),
                at(
                        9,
                        EventType.LIKE_CHANGED,
                        new LikeChanged("bob", "bob", ALBUM, "album", CHANNEL, OWNER, true, 1, NOON)),
                at(
                        9,
                        EventType.COMMENT_CREATED,
                        new CommentChanged(
                                UUID.randomUUID().toString(),
                                VIDEO,
                                "video",
                                CHANNEL,
                                OWNER,
                                null,
                                null,
                                "bob",
                                "bob",
                                "nice",
                                1,
                                1,
                                NOON)));
    }

    private static MediaReady media(String upload, String job, long bytes) {
        return new MediaReady(
                VIDEO,
                upload,
                job,
                "v" + bytes,
                600_000,
                1280,
                720,
                24.0,
                true,
                List.of(),
                false,
                bytes,
                List.of(),
                null);
    }

    private static Event follow(String who, boolean following) {
        return at(
                following ? 5 : 6,
                EventType.FOLLOW_CHANGED,
                new FollowChanged(who, CHANNEL, OWNER, who, following, 1, NOON));
    }

    private static Event at(long second, EventType type, EventData data) {
        return Event.now(type, "test", NOON.plusSeconds(second), data);
    }
}
