package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.UploadAbandoned;
import dev.matinee.events.UploadRejected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A second file for a video, and what becomes of the first. */
class RetryIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final String ada = Films.newUser();
    private final Films films = new Films(catalog, ada);

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @Test
    void retry_encoderFailed_makesTheFileItHasAgain() {
        String id = failed(true);
        String submission = "sub-" + id;
        assertThat(retry(id).text("state")).isEqualTo("processing");
        await().until(() -> submissions(id).size() == 2);
        assertThat(submissions(id).get(1)).isEqualTo(submissions(id).get(0));
        assertThat(catalog.heard(submission)).as("its upload stays").isEmpty();
        assertThat(retry(id).status()).as("it is being made").isEqualTo(409);

        catalog.say(EventType.MEDIA_READY, Films.ready(id, submission));
        films.awaitState(id, "ready");
    }

    @Test
    void jobRetried_failed_isMadeAgain() {
        String id = failed(false);
        catalog.say(EventType.JOB_CHANGED, retried(id, "sub-" + id));
        films.awaitState(id, "processing");
        assertThat(submissions(id)).as("the encoder has it already").hasSize(1);
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        films.awaitState(id, "ready");
    }

    @Test
    void jobRetried_anotherSubmission_changesNothing() {
        String id = failed(true);
        catalog.say(EventType.JOB_CHANGED, retried(id, "sub-of-before"));
        String marker = failed(true);
        catalog.say(EventType.JOB_CHANGED, retried(marker, "sub-" + marker));
        films.awaitState(marker, "processing");
        assertThat(films.own(id).text("state")).isEqualTo("failed");
    }

    @Test
    void jobRetried_canBeWatched_staysSoWhileTheRestIsMade() {
        String id = films.processing("public");
        catalog.say(EventType.MEDIA_PLAYABLE, Films.ready(id, "sub-" + id));
        films.awaitState(id, "ready");
        catalog.say(EventType.MEDIA_FAILED, new MediaFailed(id, "sub-" + id, "job", "cancelled", "Cancelled.", true));
        await().until(() -> films.own(id).json().has("failure"));
        catalog.say(EventType.JOB_CHANGED, retried(id, "sub-" + id));
        await().until(() -> !films.own(id).json().has("failure"));
        assertThat(films.own(id).text("state")).isEqualTo("ready");
    }

    private static JobChanged retried(String id, String submission) {
        return new JobChanged(id, null, submission, "job", "retried", 0, null, null, 1L, null, null);
    }

    @Test
    void retry_noFileCame_waitsForOne() {
        String id = films.create("public");
        catalog.say(EventType.UPLOAD_ABANDONED, new UploadAbandoned("up-" + id, ada, id, "expired"));
        films.awaitState(id, "failed");
        assertThat(retry(id).text("state")).isEqualTo("uploading");
        assertThat(submissions(id)).isEmpty();
    }

    @Test
    void retry_strangeFile_isRefused() {
        assertThat(retryWith(failed(true), "?file=same").status()).isEqualTo(400);
    }

    private List<EventData> submissions(String id) {
        return catalog.heard(id).stream()
                .filter(event -> event.type() == EventType.VIDEO_SUBMITTED)
                .map(Event::data)
                .toList();
    }

    @Test
    void retry_withAnotherFile_letsTheOldUploadGo() {
        String id = failed(true);
        String old = "sub-" + id;
        assertThat(catalog.heard(old)).isEmpty();

        assertThat(retryWith(id, "?file=another").text("state")).isEqualTo("uploading");
        await().until(() -> catalog.heardTypes(old).contains(EventType.UPLOAD_REJECTED));
        UploadRejected said = (UploadRejected) catalog.heard(old).getFirst().data();
        assertThat(said.owner()).isEqualTo(ada);
        assertThat(said.code()).isEqualTo("replaced");

        catalog.say(EventType.MEDIA_READY, Films.ready(id, old));
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("new-" + id, ada, id, Map.of()));
        films.awaitState(id, "processing");
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "new-" + id));
        films.awaitState(id, "ready");
        await().until(() -> catalog.heardTypes(id).contains(EventType.VIDEO_PUBLISHED));
        assertThat(rejected()).as("only the old one, and once").containsExactly(said);
    }

    @Test
    void retry_refused_keepsTheUpload() {
        String id = failed(false);
        assertThat(retry(id).status()).isEqualTo(409);
        String marker = failed(true);
        retryWith(marker, "?file=another");
        await().until(() -> catalog.heardTypes("sub-" + marker).contains(EventType.UPLOAD_REJECTED));
        assertThat(catalog.heard("sub-" + id)).isEmpty();
    }

    private String failed(boolean retryable) {
        String id = films.processing("public");
        catalog.say(EventType.MEDIA_FAILED, new MediaFailed(id, "sub-" + id, "job", "no_room", "No room.", retryable));
        films.awaitState(id, "failed");
        return id;
    }

    private Answer retry(String id) {
        return retryWith(id, "");
    }

    private Answer retryWith(String id, String query) {
        return catalog.postAs(films.token(), VIDEOS + "/" + id + "/retry" + query, "");
    }

    private List<EventData> rejected() {
        return catalog.allHeard().stream()
                .map(Event::data)
                .filter(data -> data instanceof UploadRejected rejected
                        && rejected.owner().equals(ada))
                .toList();
    }
}
