package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoDeleted;
import dev.matinee.events.UploadRejected;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever way an upload ends, nothing of it stays in S3, and those who wait for it are told. */
class EndingIT {
    private static final TestService service = new TestService(Map.of());
    private static EventLog events;
    private static Database catalogDatabase;
    private static OutboxRelay catalogRelay;

    private final TusClient client = TusClient.creator(service);

    @BeforeAll
    static void start() {
        // It would take the events that are for this one.
        TestService.endShared();
        events = new EventLog();
        PostgresServer.Database other = PostgresServer.shared().newDatabase();
        catalogDatabase = Database.open(new DatabaseSettings(other.url(), other.user(), other.password(), 3));
        catalogRelay = OutboxRelay.start(
                "catalog",
                catalogDatabase,
                new KafkaSettings(KafkaServer.shared().bootstrap(), "catalog"));
    }

    @AfterAll
    static void stop() {
        catalogRelay.close();
        catalogDatabase.close();
        events.close();
        service.close();
    }

    @AfterEach
    void turnBack() {
        service.clock.reset();
    }

    private static Event say(EventType type, EventData data) {
        return catalogDatabase.transaction(
                transaction -> new Outbox("catalog", Clock.systemUTC()).add(transaction, type, data));
    }

    private static void assertNothingIn(String path) {
        String id = TusClient.id(path);
        assertThat(Stored.keys(service)).doesNotContain("u/" + id, "t/" + id);
        assertThat(Stored.multiparts(service)).doesNotContain(id);
    }

    @Test
    void expired_isGoneWithAllItsBytes() {
        byte[] film = film(2 * TestService.PART, 1);
        String content = UUID.randomUUID().toString();
        String path = TusClient.location(client.create(film.length, Map.of("content_id", content)));
        assertThat(client.patch(path, 0, slice(film, 0, TestService.PART + 5_000))
                        .statusCode())
                .isEqualTo(204);
        assertThat(Stored.keys(service)).contains("t/" + TusClient.id(path));
        assertThat(Stored.multiparts(service)).contains(TusClient.id(path));

        service.clock.turn(Duration.ofHours(23));
        service.running.sweeper().sweep();
        assertThat(client.offset(path)).isEqualTo(TestService.PART + 5_000);

        service.clock.turn(Duration.ofHours(2));
        // Gone at once, not only when the sweeper comes by.
        assertThat(client.head(path).statusCode()).isEqualTo(410);
        assertThat(client.patch(path, TestService.PART + 5_000, new byte[1]).statusCode())
                .isEqualTo(410);
        service.running.sweeper().sweep();
        assertNothingIn(path);
        assertThat(client.head(path).statusCode()).isEqualTo(410);
        var event = events.await("upload.abandoned", TusClient.id(path));
        assertThat(event.get("cause").asText()).isEqualTo("expired");
        assertThat(event.get("content_id").asText()).isEqualTo(content);
        assertThat(event.get("owner").asText()).isEqualTo(client.subject);

        service.clock.turn(Duration.ofDays(8));
        service.running.sweeper().sweep();
        assertThat(client.head(path).statusCode()).isEqualTo(404);
    }

    @Test
    void receivedParts_startTheExpiryAnew() {
        String path = client.begin(100);
        service.clock.turn(Duration.ofHours(20));
        assertThat(client.patch(path, 0, film(50, 2)).statusCode()).isEqualTo(204);
        service.clock.turn(Duration.ofHours(20));
        service.running.sweeper().sweep();
        assertThat(client.offset(path)).isEqualTo(50);
    }

    @Test
    void beganToWrite_startsTheExpiryAnew() {
        String path = client.begin(100);
        service.clock.turn(Duration.ofHours(20));
        assertThat(service.store().claim(UUID.fromString(TusClient.id(path)))).isPresent();
        service.clock.turn(Duration.ofHours(20));
        service.running.sweeper().sweep();
        assertThat(client.offset(path)).isZero();
    }

    @Test
    void partial_expiresWithoutAWord() {
        String path = TusClient.location(service.send(client.request(TusClient.FILES)
                .header("Upload-Length", "100")
                .header("Upload-Concat", "partial")
                .POST(HttpRequest.BodyPublishers.noBody())));
        assertThat(client.patch(path, 0, film(100, 3)).statusCode()).isEqualTo(204);
        service.clock.turn(Duration.ofHours(25));
        service.running.sweeper().sweep();
        assertNothingIn(path);
        assertThat(events.find("upload.abandoned", TusClient.id(path))).isEmpty();
    }

    @Test
    void terminated_isGoneWithAllItsBytes() {
        byte[] film = film(2 * TestService.PART, 4);
        String path = client.begin(film.length);
        assertThat(client.patch(path, 0, slice(film, 0, TestService.PART + 5_000))
                        .statusCode())
                .isEqualTo(204);
        assertThat(client.delete(path).statusCode()).isEqualTo(204);
        assertNothingIn(path);
        assertThat(client.head(path).statusCode()).isEqualTo(410);
        assertThat(client.delete(path).statusCode()).isEqualTo(410);
        assertThat(events.await("upload.abandoned", TusClient.id(path))
                        .get("cause")
                        .asText())
                .isEqualTo("terminated");
    }

    @Test
    void terminated_withAnotherBegunForTheSameContent_isNotToldAsAbandoned() {
        String content = UUID.randomUUID().toString();
        Map<String, String> metadata = Map.of("filename", "film.mp4", "content_id", content);
        String first = TusClient.location(client.create(100, metadata));
        String second = TusClient.location(client.create(100, metadata));
        assertThat(client.delete(first).statusCode()).isEqualTo(204);
        assertThat(client.delete(second).statusCode()).isEqualTo(204);
        events.await("upload.abandoned", TusClient.id(second));
        assertThat(events.find("upload.abandoned", TusClient.id(first))).isEmpty();
    }

    @Test
    void terminated_whileAnotherRequestWrites_isGone() throws Exception {
        byte[] film = film(TestService.PART, 5);
        String path = client.begin(film.length);
        try (RawRequest request = RawRequest.patch(service, client, path, 0, film.length)) {
            request.send(slice(film, 0, 1_000_000));
            await().until(
                            () -> service.value("SELECT fence FROM uploads WHERE id = ?::uuid", TusClient.id(path)),
                            fence -> !fence.equals("0"));
            assertThat(client.delete(path).statusCode()).isEqualTo(204);
        }
        assertNothingIn(path);
    }

    @Test
    void rejectedByCatalog_losesItsBytes() {
        String path = client.begin(100);
        assertThat(client.patch(path, 0, film(100, 6)).statusCode()).isEqualTo(204);
        String id = TusClient.id(path);
        events.await("upload.completed", id);
        say(EventType.UPLOAD_REJECTED, new UploadRejected(id, "somebody else", "not_owner", "It is not yours."));
        say(EventType.UPLOAD_REJECTED, new UploadRejected(id, client.subject, "not_owner", "It is not yours."));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Stored.keys(service)).doesNotContain("u/" + id));
        assertThat(client.head(path).statusCode()).isEqualTo(410);
    }

    @Test
    void contentDeleted_losesItsBytesAndUploadsUnderWay() {
        String content = UUID.randomUUID().toString();
        String complete = TusClient.location(client.create(100, Map.of("content_id", content)));
        assertThat(client.patch(complete, 0, film(100, 7)).statusCode()).isEqualTo(204);
        String underWay = TusClient.location(client.create(100, Map.of("content_id", content)));
        assertThat(client.patch(underWay, 0, film(50, 8)).statusCode()).isEqualTo(204);
        TusClient claimer = TusClient.creator(service);
        String claimed = TusClient.location(claimer.create(100, Map.of("content_id", content)));

        say(EventType.VIDEO_DELETED, new VideoDeleted(content, client.subject, TusClient.id(complete), 2));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertNothingIn(complete);
            assertNothingIn(underWay);
        });
        assertThat(client.head(underWay).statusCode()).isEqualTo(410);
        // Who only claimed the content keeps their upload.
        assertThat(claimer.offset(claimed)).isZero();
    }

    @Test
    void photoOrAlbumDeleted_loseTheirBytes() {
        String album = UUID.randomUUID().toString();
        Map<String, String> claim = Map.of("content_id", album, "filetype", "image/jpeg");
        String first = TusClient.location(client.create(100, claim));
        assertThat(client.patch(first, 0, film(100, 7)).statusCode()).isEqualTo(204);
        String second = TusClient.location(client.create(100, claim));
        assertThat(client.patch(second, 0, film(100, 8)).statusCode()).isEqualTo(204);
        String underWay = TusClient.location(client.create(100, claim));
        assertThat(client.patch(underWay, 0, film(50, 9)).statusCode()).isEqualTo(204);

        say(EventType.PHOTO_DELETED, new PhotoDeleted(album, "p1", client.subject, TusClient.id(first)));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertNothingIn(first));
        assertThat(Stored.keys(service)).contains("u/" + TusClient.id(second));
        say(EventType.ALBUM_DELETED, new AlbumDeleted(album, client.subject, List.of(TusClient.id(second)), 2));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertNothingIn(second);
            assertNothingIn(underWay);
        });
    }

    @Test
    void tailThatNobodyRecorded_isDeletedAndTheOthersStay() {
        String path = client.begin(2L * TestService.PART);
        assertThat(client.patch(path, 0, film(5_000, 10)).statusCode()).isEqualTo(204);
        // As by a writer that died before it could record them: of an upload that goes on, and of none.
        String beside = "t/" + TusClient.id(path) + "/999";
        String unknown = "t/" + UUID.randomUUID() + "/1";
        String kept = service.value("SELECT tail_key FROM uploads WHERE id = ?", UUID.fromString(TusClient.id(path)));
        service.bucket.putEmpty(beside);
        service.bucket.putEmpty(unknown);
        service.running.sweeper().sweep();
        assertThat(service.bucket.size(beside)).isPresent();
        service.clock.turn(Duration.ofHours(7));
        service.running.sweeper().sweep();
        assertThat(service.bucket.size(beside)).isEmpty();
        assertThat(service.bucket.size(unknown)).isEmpty();
        assertThat(service.bucket.size(kept)).contains(5_000L);
        assertThat(client.offset(path)).isEqualTo(5_000);
    }

    @Test
    void orphanedMultipartUpload_isAborted() {
        UUID unknown = UUID.randomUUID();
        String multipart = service.bucket.beginMultipart("u/" + unknown);
        String path = client.begin(2L * TestService.PART);
        assertThat(client.patch(path, 0, film(TestService.PART + 1, 9)).statusCode())
                .isEqualTo(204);
        assertThat(multipart).isNotEmpty();
        service.running.sweeper().sweep();
        assertThat(Stored.multiparts(service)).contains(unknown.toString());
        service.clock.turn(Duration.ofHours(7));
        service.running.sweeper().sweep();
        assertThat(Stored.multiparts(service))
                .doesNotContain(unknown.toString())
                .contains(TusClient.id(path));
    }
}
