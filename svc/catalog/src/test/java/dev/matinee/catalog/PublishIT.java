package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.Topic;
import dev.matinee.events.Uuid7;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoSubmitted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A film's way from its creator's first word to everybody's screen, by events as the other services send them. */
class PublishIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final String ada = Films.newUser();
    private final Films films = new Films(catalog, ada);

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @Test
    void publish_public() {
        String id = films.create("public");
        assertThat(films.own(id).text("state")).isEqualTo("uploading");
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(404);

        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("sub-" + id, ada, id, Map.of()));
        films.awaitState(id, "processing");
        catalog.say(EventType.MEDIA_PROGRESS, new MediaProgress(id, "sub-" + id, "job", "encoding", 40, "720p"));
        await().until(() -> films.own(id).json().at("/progress/percent").asInt() == 40);
        assertThat(films.own(id).json().at("/progress/rung").asText()).isEqualTo("720p");
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        films.awaitState(id, "ready");

        Answer seen = catalog.get(VIDEOS + "/" + id);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.json().path("duration_ms").asLong()).isEqualTo(30_000);
        assertThat(seen.text("poster_url")).isEqualTo("http://films.test/media/v/" + id + "/ver1/poster.jpg");
        assertThat(seen.json().at("/renditions/0/name").asText()).isEqualTo("720p");
        assertThat(seen.json().has("progress")).isFalse();
        assertThat(seen.json().has("owner")).isFalse();
        Answer playback = catalog.get(VIDEOS + "/" + id + "/playback");
        assertThat(playback.text("manifest_url")).isEqualTo("http://films.test/media/v/" + id + "/ver1/master.m3u8");
        assertThat(playback.text("storyboard_url")).endsWith("/ver1/storyboard.vtt");
        assertThat(playback.json().has("expires_at")).isFalse();

        await().until(() -> catalog.heardTypes(id).contains(EventType.VIDEO_PUBLISHED));
        assertThat(catalog.heardTypes(id))
                .containsExactly(
                        EventType.VIDEO_CREATED,
                        EventType.VIDEO_UPDATED,
                        EventType.VIDEO_SUBMITTED,
                        EventType.VIDEO_PUBLISHED);
        VideoSubmitted submitted = (VideoSubmitted) catalog.heard(id).get(2).data();
        assertThat(submitted.submissionId()).isEqualTo("sub-" + id);
        assertThat(submitted.source().key()).isEqualTo("u/sub-" + id);
        VideoChanged published = (VideoChanged) catalog.heard(id).getLast().data();
        assertThat(published.publishedAt()).isNotNull();
        assertThat(published.version()).isEqualTo("ver1");
        assertThat(published.revision()).isEqualTo(3);
    }

    @Test
    void playable_isWatchedWhileTheRestIsMade() {
        String id = films.processing("public");
        String submission = "sub-" + id;
        catalog.say(EventType.MEDIA_PLAYABLE, Films.playable(id, submission));
        films.awaitState(id, "ready");
        assertThat(catalog.get(VIDEOS + "/" + id + "/playback").text("manifest_url"))
                .endsWith("/ver0/master.m3u8");
        assertThat(catalog.get(VIDEOS + "/" + id).json().path("renditions")).hasSize(1);

        catalog.say(EventType.MEDIA_PROGRESS, new MediaProgress(id, submission, "job", "encoding", 60, "360p-720p"));
        await().until(() -> films.own(id).json().at("/progress/percent").asInt() == 60);
        assertThat(films.own(id).json().at("/progress/rung").asText()).isEqualTo("360p-720p");
        assertThat(catalog.get(VIDEOS + "/" + id).json().has("progress"))
                .as("not the viewers' business")
                .isFalse();

        catalog.say(EventType.MEDIA_READY, Films.ready(id, submission));
        await().until(() -> !films.own(id).json().has("progress"));
        assertThat(catalog.get(VIDEOS + "/" + id + "/playback").text("manifest_url"))
                .endsWith("/ver1/master.m3u8");
        assertThat(films.own(id).json().at("/renditions/0/name").asText()).isEqualTo("720p");

        assertThat(catalog.heardTypes(id))
                .filteredOn(EventType.VIDEO_PUBLISHED::equals)
                .hasSize(1);
    }

    @Test
    void encodingFailed_afterPlayable_staysWatchable() {
        String id = films.processing("public");
        String submission = "sub-" + id;
        catalog.say(EventType.MEDIA_PLAYABLE, Films.playable(id, submission));
        catalog.say(EventType.MEDIA_FAILED, new MediaFailed(id, submission, "job", "deadline", "Too late.", true));
        await().until(() -> films.own(id).json().has("failure"));
        assertThat(films.own(id).text("state")).isEqualTo("ready");
        assertThat(films.own(id).json().has("progress")).isFalse();
        assertThat(catalog.get(VIDEOS + "/" + id + "/playback").status()).isEqualTo(200);
        assertThat(catalog.postAs(films.token(), VIDEOS + "/" + id + "/retry", "")
                        .status())
                .as("nothing that can be watched is taken away")
                .isEqualTo(409);
    }

    @Test
    void encodingFailed_saysWhy() {
        String id = films.processing("public");
        catalog.say(
                EventType.MEDIA_FAILED,
                new MediaFailed(id, "sub-" + id, "job", "not_a_video", "No video in it.", false));
        films.awaitState(id, "failed");
        assertThat(films.own(id).json().at("/failure/detail").asText()).isEqualTo("No video in it.");
        assertThat(films.own(id).json().at("/failure/retryable").asBoolean()).isFalse();
        assertThat(catalog.postAs(films.token(), VIDEOS + "/" + id + "/retry", "")
                        .status())
                .isEqualTo(409);
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void eventsOfOtherSubmission_ignored() {
        String id = films.processing("public");
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "an-older-one"));
        catalog.say(EventType.MEDIA_PROGRESS, new MediaProgress(id, "an-older-one", "job", "encoding", 99, null));
        catalog.say(EventType.MEDIA_PROGRESS, new MediaProgress(id, "sub-" + id, "job", "probing", 2, null));
        await().until(() -> films.own(id).json().at("/progress/step").asText().equals("probing"));
        assertThat(films.own(id).text("state")).isEqualTo("processing");
    }

    @Test
    void lateEvents_changeNothing() {
        String id = films.ready("public");
        String tag = films.own(id).etag();
        catalog.say(EventType.MEDIA_FAILED, new MediaFailed(id, "sub-" + id, "job", "late", "Late.", true));
        catalog.say(EventType.MEDIA_PLAYABLE, Films.playable(id, "sub-" + id));
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        catalog.say(EventType.MEDIA_PROGRESS, new MediaProgress(id, "sub-" + id, "job", "encoding", 50, null));
        String marker = films.processing("private");
        films.awaitState(marker, "processing");
        awaitHandled(id);
        assertThat(films.own(id).etag()).isEqualTo(tag);
        assertThat(films.own(id).json().has("progress")).isFalse();
    }

    @Test
    void sameEventTwice_handledOnce() {
        String id = films.create("public");
        UUID event = Uuid7.next();
        for (int i = 0; i < 3; i++) {
            catalog.say(event, EventType.UPLOAD_COMPLETED, Films.upload("sub-" + id, ada, id, Map.of()));
        }
        films.awaitState(id, "processing");
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        await().until(() -> catalog.heardTypes(id).contains(EventType.VIDEO_PUBLISHED));
        assertThat(catalog.heardTypes(id))
                .filteredOn(EventType.VIDEO_SUBMITTED::equals)
                .hasSize(1);
        assertThat(catalog.heard("sub-" + id)).isEmpty();
    }

    @Test
    void poisonMessage_setAside() {
        String key = "poison-" + ada;
        ProducerRecord<String, byte[]> poison = new ProducerRecord<>(
                Topic.UPLOAD_EVENTS.topicName(), key, "{\"upload_id\":".getBytes(StandardCharsets.UTF_8));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", Uuid7.next().toString(),
                        "ce_type", "upload.completed",
                        "ce_source", "/test",
                        "ce_time", "2026-01-01T00:00:00Z")
                .forEach((name, value) -> poison.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        catalog.send(poison);

        assertThat(deadLetter(key).headers().lastHeader("dlt_cause").value())
                .asString()
                .contains("UPLOAD_COMPLETED cannot be read");
        films.processing("private");
    }

    @Test
    void visibilityChanges_publishAndUnpublish() {
        String id = films.ready("public");
        assertThat(films.patch(id, "{\"visibility\":\"unlisted\"}").status()).isEqualTo(200);
        assertThat(films.patch(id, "{\"visibility\":\"public\"}").status()).isEqualTo(200);
        await().until(() -> catalog.heard(id).size() == 6);
        assertThat(catalog.heardTypes(id).subList(3, 6))
                .containsExactly(EventType.VIDEO_PUBLISHED, EventType.VIDEO_UNPUBLISHED, EventType.VIDEO_PUBLISHED);
        List<Event> events = catalog.heard(id);
        assertThat(((VideoChanged) events.get(5).data()).publishedAt())
                .isEqualTo(((VideoChanged) events.get(3).data()).publishedAt());
    }

    @Test
    void schedule_publishesWhenDue() {
        String id = films.ready("private");
        String soon = Instant.now().plusSeconds(3).toString();
        films.patch(id, "{\"visibility\":\"public\",\"publish_at\":\"" + soon + "\"}");
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(404);
        await().until(() -> catalog.heardTypes(id).contains(EventType.VIDEO_PUBLISHED));
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void delete_tellsEverybody() {
        String id = films.ready("public");
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(200);
        assertThat(catalog.deleteAs(films.token(), VIDEOS + "/" + id).status()).isEqualTo(204);
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(404);
        await().until(() -> catalog.heardTypes(id).contains(EventType.VIDEO_DELETED));
    }

    private void awaitHandled(String id) {
        await().until(() -> {
            try (var connection = catalog.database().connect();
                    var statement = connection.prepareStatement(
                            "SELECT count(*) FROM inbox i WHERE i.consumer = 'catalog' AND i.handled_at >="
                                    + " (SELECT updated_at FROM video WHERE id = ?::uuid)")) {
                statement.setString(1, id);
                try (var rows = statement.executeQuery()) {
                    return rows.next() && rows.getLong(1) >= 4;
                }
            }
        });
    }

    private ConsumerRecord<String, byte[]> deadLetter(String key) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(catalog.kafka().consumer("dead-" + UUID.randomUUID()))) {
            consumer.subscribe(Set.of(Topic.UPLOAD_EVENTS.deadLetterTopic("catalog")));
            return await().until(
                            () -> {
                                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                                    if (key.equals(record.key())) {
                                        return Optional.of(record);
                                    }
                                }
                                return Optional.<ConsumerRecord<String, byte[]>>empty();
                            },
                            Optional::isPresent)
                    .orElseThrow();
        }
    }
}
