package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaFailed;
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
    void retry_letsTheOldUploadGo() {
        String id = failed(true);
        String old = "sub-" + id;
        assertThat(catalog.heard(old)).isEmpty();

        assertThat(retry(id).text("state")).isEqualTo("uploading");
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
        retry(marker);
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
        return catalog.postAs(films.token(), VIDEOS + "/" + id + "/retry", "");
    }

    private List<EventData> rejected() {
        return catalog.allHeard().stream()
                .map(Event::data)
                .filter(data -> data instanceof UploadRejected rejected
                        && rejected.owner().equals(ada))
                .toList();
    }
}
