package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.EventType;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.UploadAbandoned;
import dev.matinee.events.UploadRejected;
import dev.matinee.events.Uuid7;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of an upload: whose it is, what it is for, and what if it does not come. */
class UploadedIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final String ada = Films.newUser();
    private final Films films = new Films(catalog, ada);

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @Test
    void uploadWithoutContent_makesVideo() {
        String upload = "new-" + UUID.randomUUID();
        Map<String, String> metadata =
                Map.of("title", "From disk", "visibility", "public", "tags", "Sea, sun", "filetype", "video/mp4");
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload(upload, ada, null, metadata));
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload(upload, ada, null, metadata));

        await().until(() -> own().json().at("/data/0/state").asText().equals("processing"));
        String id = own().json().at("/data/0/id").asText();
        catalog.say(EventType.MEDIA_READY, Films.ready(id, upload));
        films.awaitState(id, "ready");
        assertThat(own().json().path("data")).hasSize(1);
        Answer seen = catalog.get(VIDEOS + "/" + id);
        assertThat(seen.text("title")).isEqualTo("From disk");
        assertThat(seen.json().path("tags")).extracting(tag -> tag.asText()).containsExactly("sea", "sun");
        assertThat(seen.json().at("/channel/handle").asText()).startsWith("ada-l");
    }

    @Test
    void uploadWithoutTitle_usesFilename() {
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("x-" + ada, ada, null, Map.of()));
        await().until(() -> own().json().at("/data/0/title").asText().equals("My film"));
        assertThat(own().json().at("/data/0/visibility").asText()).isEqualTo("private");
    }

    @Test
    void uploadOfAnother_rejected() {
        String id = films.create("public");
        String thief = Films.newUser();
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("theft-" + id, thief, id, Map.of()));
        assertRejected("theft-" + id, "not_owner");
        assertThat(films.own(id).text("state")).isEqualTo("uploading");
    }

    @Test
    void uploadForUnknown_rejected() {
        String upload = "lost-" + ada;
        catalog.say(
                EventType.UPLOAD_COMPLETED,
                Films.upload(upload, ada, Uuid7.next().toString(), Map.of()));
        assertRejected(upload, "no_such_content");
    }

    @Test
    void uploadForNonsense_rejected() {
        String upload = "nonsense-" + ada;
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload(upload, ada, "'; DROP TABLE video; --", Map.of()));
        assertRejected(upload, "no_such_content");
    }

    @Test
    void secondUpload_rejected() {
        String id = films.processing("public");
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("second-" + id, ada, id, Map.of()));
        assertRejected("second-" + id, "not_waiting");
    }

    @Test
    void uploadWithBadMetadata_rejected() {
        String upload = "bad-" + ada;
        catalog.say(
                EventType.UPLOAD_COMPLETED,
                Films.upload(upload, ada, null, Map.of("title", "x".repeat(500), "visibility", "everyone")));
        assertRejected(upload, "invalid_metadata");
    }

    @Test
    void uploadExpired_failsAndRetries() {
        String id = films.create("public");
        catalog.say(EventType.UPLOAD_ABANDONED, new UploadAbandoned("gone-" + id, ada, id, "expired"));
        films.awaitState(id, "failed");
        assertThat(films.own(id).json().at("/failure/code").asText()).isEqualTo("upload_expired");

        Answer retried = catalog.postAs(films.token(), VIDEOS + "/" + id + "/retry", "");
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.text("state")).isEqualTo("uploading");
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("again-" + id, ada, id, Map.of()));
        films.awaitState(id, "processing");
    }

    @Test
    void uploadTerminated_failsAtOnceAndStillTakesAnother() {
        String id = films.create("public");
        catalog.say(EventType.UPLOAD_ABANDONED, new UploadAbandoned("gone-" + id, ada, id, "terminated"));
        films.awaitState(id, "failed");
        assertThat(films.own(id).json().at("/failure/code").asText()).isEqualTo("upload_terminated");
        assertThat(films.own(id).json().at("/failure/retryable").asBoolean()).isTrue();

        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("again-" + id, ada, id, Map.of()));
        films.awaitState(id, "processing");
    }

    @Test
    void slowUpload_takenAfterTheWaitWasGivenUp() throws SQLException {
        String id = films.create("public");
        giveUpWaiting(id);
        films.awaitState(id, "failed");
        assertThat(films.own(id).json().at("/failure/code").asText()).isEqualTo("upload_missing");

        String thief = Films.newUser();
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("theft-" + id, thief, id, Map.of()));
        assertRejected("theft-" + id, "not_owner");
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("slow-" + id, ada, id, Map.of()));
        films.awaitState(id, "processing");
        assertThat(films.own(id).json().has("failure")).isFalse();
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "slow-" + id));
        films.awaitState(id, "ready");
        assertThat(catalog.heard("slow-" + id))
                .as("nobody is told to delete it")
                .isEmpty();
    }

    @Test
    void uploadForFailedEncoding_rejected() {
        String id = films.processing("public");
        catalog.say(EventType.MEDIA_FAILED, new MediaFailed(id, "sub-" + id, "job", "no_room", "No room.", true));
        films.awaitState(id, "failed");
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("second-" + id, ada, id, Map.of()));
        assertRejected("second-" + id, "not_waiting");
    }

    @Test
    void uploadExpiredOfAnother_ignored() {
        String id = films.create("public");
        catalog.say(EventType.UPLOAD_ABANDONED, new UploadAbandoned("gone-" + id, Films.newUser(), id, "expired"));
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("gone-" + id, ada, id, Map.of()));
        films.awaitState(id, "processing");
    }

    private void giveUpWaiting(String id) throws SQLException {
        try (var connection = catalog.database().connect();
                var statement =
                        connection.prepareStatement("UPDATE video SET deadline = created_at WHERE id = ?::uuid")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    private Answer own() {
        return catalog.getAs(films.token(), "/api/catalog/v1/me/videos");
    }

    private void assertRejected(String upload, String code) {
        await().until(() -> catalog.heardTypes(upload).contains(EventType.UPLOAD_REJECTED));
        UploadRejected rejected =
                (UploadRejected) catalog.heard(upload).getFirst().data();
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.detail()).endsWith(".");
    }
}
