package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.ClientKind;
import dev.matinee.events.EventType;
import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.PlaybackReported;
import dev.matinee.events.UploadCompleted;
import dev.matinee.events.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TimelineIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final String ada = Films.newUser();
    private final Films films = new Films(catalog, ada);

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private Answer timeline(String token, String id) {
        return catalog.getAs(token, VIDEOS + "/" + id + "/timeline");
    }

    private List<JsonNode> entries(String id) {
        List<JsonNode> all = new ArrayList<>();
        timeline(films.token(), id).json().path("entries").forEach(all::add);
        return all;
    }

    private List<String> kinds(String id) {
        return entries(id).stream().map(entry -> entry.path("kind").asText()).toList();
    }

    private JsonNode awaitKind(String id, String kind) {
        await(kind).until(() -> kinds(id).contains(kind));
        return entries(id).stream()
                .filter(entry -> entry.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private UUID job(String id, String change, int attempt, String worker, @Nullable String code) {
        return catalog.say(
                EventType.JOB_CHANGED,
                new JobChanged(id, null, "sub-" + id, "job", change, attempt, null, worker, null, code, null));
    }

    @Test
    void publish_fromFirstByteToFirstFrame_isTold() {
        String id = films.create("public");
        Instant began = Instant.now().minusSeconds(30);
        UploadCompleted plain = Films.upload("sub-" + id, ada, id, Map.of());
        catalog.say(
                EventType.UPLOAD_COMPLETED,
                new UploadCompleted(
                        plain.uploadId(), plain.owner(), plain.ownerName(), id, plain.source(), Map.of(), began));
        films.awaitState(id, "processing");
        catalog.say(
                EventType.JOB_CHANGED,
                new JobChanged(id, null, "sub-" + id, "job", "queued", 0, null, null, 4L, null, null));
        job(id, "started", 1, "encoder-a-0", null);
        catalog.say(EventType.MEDIA_PROGRESS, progress(id, 10));
        catalog.say(EventType.MEDIA_PROGRESS, progress(id, 20));
        job(id, "waits", 1, "encoder-a-0", "encoder_failed");
        job(id, "started", 2, "encoder-b-1", null);
        catalog.say(EventType.MEDIA_PROGRESS, progress(id, 10));
        catalog.say(EventType.MEDIA_PLAYABLE, Films.playable(id, "sub-" + id));
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        awaitKind(id, "ready");
        watch(id, "started");
        watch(id, "playing");
        awaitKind(id, "first_frame");

        List<JsonNode> all = entries(id);
        assertThat(all)
                .extracting(entry -> entry.path("kind").asText())
                .containsSubsequence(
                        "upload_began",
                        "upload_completed",
                        "queued",
                        "started",
                        "making",
                        "waits",
                        "started",
                        "making",
                        "playable",
                        "ready",
                        "first_frame")
                .contains("created", "published");
        assertThat(kinds(id))
                .filteredOn("making"::equals)
                .as("once in each try")
                .hasSize(2);
        assertThat(awaitKind(id, "queued").path("place").asLong()).isEqualTo(4);
        assertThat(awaitKind(id, "upload_began").path("at").asText())
                .startsWith(began.toString().substring(0, 19));
        JsonNode waits = awaitKind(id, "waits");
        assertThat(waits.path("worker").asText()).isEqualTo("encoder-a-0");
        assertThat(waits.path("code").asText()).isEqualTo("encoder_failed");
        assertThat(awaitKind(id, "playable").path("renditions")).hasSize(1);
        assertThat(awaitKind(id, "making").path("rung").asText()).isEqualTo("720p");
    }

    @Test
    void sameEventTwice_isThereOnce() {
        String id = films.processing("private");
        JobChanged started =
                new JobChanged(id, null, "sub-" + id, "job", "started", 1, null, "encoder-a-0", null, null, null);
        UUID event = Uuid7.next();
        catalog.say(event, EventType.JOB_CHANGED, started);
        catalog.say(event, EventType.JOB_CHANGED, started);
        job(id, "released", 1, "encoder-a-0", null);
        awaitKind(id, "released");
        assertThat(kinds(id)).filteredOn("started"::equals).hasSize(1);
    }

    @Test
    void manyTries_areBoundedAndTheEndIsToldAllTheSame() {
        String id = films.processing("private");
        for (int i = 0; i < TimelineStore.MOST + 20; i++) {
            job(id, "lost", 1, "encoder-a-0", null);
        }
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        awaitKind(id, "ready");
        assertThat(kinds(id)).filteredOn("lost"::equals).hasSizeLessThanOrEqualTo(TimelineStore.MOST);
    }

    @Test
    void poster_isNoneOfTheFilmsTries() {
        String id = films.ready("private");
        catalog.say(
                EventType.JOB_CHANGED,
                new JobChanged(id, "poster", "order", "job", "lost", 1, null, null, null, null, null));
        job(id, "released", 1, "encoder-a-0", null);
        awaitKind(id, "released");
        assertThat(kinds(id)).doesNotContain("lost");
    }

    @Test
    void timeline_ownerModeratorAndOperator_seeIt() {
        String id = films.ready("private");
        for (String role : List.of("moderator", "operator")) {
            Answer seen = timeline(catalog.token(Films.newUser(), "viewer", role), id);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.text("video_id")).isEqualTo(id);
        }
        assertThat(timeline(films.token(), id).text("state")).isEqualTo("ready");
    }

    @Test
    void timeline_withoutTheRight_isRefused() {
        String open = films.ready("public");
        String hidden = films.ready("private");
        String eve = catalog.creator(Films.newUser());
        assertThat(timeline(eve, open).status()).isEqualTo(403);
        assertThat(timeline(eve, hidden).status()).isEqualTo(404);
        assertThat(timeline(eve, UUID.randomUUID().toString()).status()).isEqualTo(404);
        assertThat(catalog.get(VIDEOS + "/" + open + "/timeline").status()).isEqualTo(401);
    }

    private static MediaProgress progress(String id, int percent) {
        return new MediaProgress(id, "sub-" + id, "job", "encoding", percent, "720p");
    }

    private void watch(String id, String kind) {
        catalog.say(
                EventType.PLAYBACK_REPORTED,
                new PlaybackReported(
                        UUID.randomUUID().toString(),
                        id,
                        "m" + "a".repeat(22),
                        kind,
                        Instant.now(),
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new ClientKind("other", "other", "curl", null, true)));
    }
}
