package dev.matinee.analytics;

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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;

/** What services, players and pages say of one day, each thing twice; all is of the day before this run. */
@SuppressWarnings("TimeInStaticInitializer")
final class ReportedDay {
    static final String OWNER = UUID.randomUUID().toString();
    static final String CHANNEL = UUID.randomUUID().toString();
    static final String VIDEO = UUID.randomUUID().toString();
    static final String ALBUM = UUID.randomUUID().toString();
    /** A minute long, and of another channel. */
    static final String SHORT = UUID.randomUUID().toString();

    static final String OPENED = UUID.randomUUID().toString();
    static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

    private ReportedDay() {}

    /** What services say. */
    static void publish() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            for (Event event : events()) {
                producer.send(EventRecords.of(event)).get();
                producer.send(EventRecords.of(event)).get();
            }
        }
    }

    /** What players and pages say. */
    static void sayTo(RunningAnalytics analytics) {
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
