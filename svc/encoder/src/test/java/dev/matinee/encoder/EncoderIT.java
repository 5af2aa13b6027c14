package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.PhotoDeleted;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.PhotoReady;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.VideoDeleted;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncoderIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private static Path folder = Path.of("");

    private final Platform platform = new Platform();
    private ServiceServer server;

    @BeforeAll
    void start() throws Exception {
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        server = Main.start(platform.config(folder.resolve("work"), Platform.QUICK), Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        server.stop();
        platform.close();
    }

    private Event ended(String contentId) {
        return await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .until(
                        () -> platform.said(EventType.MEDIA_READY.topic(), contentId).stream()
                                .filter(event ->
                                        event.type() == EventType.MEDIA_READY || event.type() == EventType.MEDIA_FAILED)
                                .toList(),
                        events -> !events.isEmpty())
                .getFirst();
    }

    @Test
    void submitted_film_isPublishedWhole() throws Exception {
        Path film = Clips.film(folder.resolve("film"), Clips.PICTURE);
        VideoSubmitted submitted = platform.submit(film, "ada");
        Event event = ended(submitted.contentId());
        assertThat(event.data()).isInstanceOfSatisfying(MediaReady.class, ready -> {
            assertThat(ready.submissionId()).isEqualTo(submitted.submissionId());
            assertThat(ready.durationMs()).isBetween(1900L, 2200L);
            assertThat(ready.width()).isEqualTo(320);
            assertThat(ready.height()).isEqualTo(240);
            assertThat(ready.hasAudio()).isTrue();
            assertThat(ready.posters()).first().isEqualTo("poster.jpg");
            assertThat(ready.storyboard()).isTrue();
            assertThat(ready.renditions())
                    .extracting(MediaReady.Rendition::name)
                    .containsExactly("240p", "audio");
            String prefix = "v/" + submitted.contentId() + "/" + ready.version() + "/";
            assertComplete(prefix);
            assertThat(ready.master()).isEqualTo(platform.mediaText(prefix + "master.m3u8"));
        });
        assertThat(platform.said(EventType.MEDIA_PROGRESS, submitted.contentId()))
                .extracting(progress -> ((MediaProgress) progress.data()).step())
                .contains("downloading", "probing", "publishing");
    }

    @Test
    void submitted_longerFilm_canBeWatchedAtItsLowestRungFirst() throws Exception {
        Path film = Clips.film(folder.resolve("longer"), "testsrc2=s=640x360:r=25:d=10", "sine=r=44100:d=10.5");
        VideoSubmitted submitted = platform.submit(film, "ada");
        assertThat(ended(submitted.contentId()).type()).isEqualTo(EventType.MEDIA_READY);
        List<Event> all = platform.said(EventType.MEDIA_READY.topic(), submitted.contentId());
        List<EventType> types = all.stream().map(Event::type).toList();
        assertThat(types.indexOf(EventType.MEDIA_PLAYABLE)).isBetween(0, types.indexOf(EventType.MEDIA_READY) - 1);
        MediaReady first =
                (MediaReady) all.get(types.indexOf(EventType.MEDIA_PLAYABLE)).data();
        MediaReady whole = (MediaReady) all.getLast().data();
        assertThat(first.renditions()).extracting(MediaReady.Rendition::name).containsExactly("240p", "audio");
        assertThat(whole.renditions()).extracting(MediaReady.Rendition::name).containsExactly("240p", "360p", "audio");
        assertThat(whole.version()).isNotEqualTo(first.version());
        assertThat(first.cpuMs()).as("the job goes on").isNull();
        assertThat(whole.cpuMs()).isPositive();
        assertComplete("v/" + submitted.contentId() + "/" + first.version() + "/");
        assertComplete("v/" + submitted.contentId() + "/" + whole.version() + "/");
        assertThat(platform.said(EventType.MEDIA_PROGRESS, submitted.contentId()))
                .extracting(progress -> String.valueOf(((MediaProgress) progress.data()).rung()))
                .containsSubsequence("240p", "360p");
    }

    /** Everything that a playlist names is there. */
    private void assertComplete(String prefix) {
        List<String> keys = platform.mediaKeys(prefix);
        assertThat(keys).contains(prefix + "master.m3u8", prefix + "poster.jpg", prefix + "storyboard.vtt");
        for (String key : keys) {
            assertThat(platform.cacheControl(key)).contains("immutable");
            if (key.endsWith(".m3u8")) {
                String base = key.substring(0, key.lastIndexOf('/') + 1);
                platform.mediaText(key)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> assertThat(keys).contains(base + line));
            }
        }
    }

    @Test
    void submitted_notAVideo_failsAtOnceWithTheCause() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "This is not a film.");
        VideoSubmitted submitted = platform.submit(text, "ada");
        assertThat(ended(submitted.contentId()).data()).isInstanceOfSatisfying(MediaFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo("not_a_video");
            assertThat(failed.detail()).isEqualTo(MediaProblem.NOT_A_VIDEO.sentence());
            assertThat(failed.retryable()).isFalse();
        });
    }

    @Test
    void deleted_afterPublishing_leavesNothing() throws Exception {
        Path sound = Clips.make(folder.resolve("sound"), "mp3", "-f", "lavfi", "-i", "sine=d=1");
        VideoSubmitted submitted = platform.submit(sound, "ada");
        assertThat(ended(submitted.contentId()).type()).isEqualTo(EventType.MEDIA_READY);
        String prefix = "v/" + submitted.contentId() + "/";
        assertThat(platform.mediaKeys(prefix)).isNotEmpty();
        platform.say(
                EventType.VIDEO_DELETED, new VideoDeleted(submitted.contentId(), "ada", submitted.submissionId(), 2));
        await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .untilAsserted(() -> assertThat(platform.mediaKeys(prefix)).isEmpty());
    }

    private <T> T photoEnded(EventType type, Class<T> data, PhotoSubmitted submitted) {
        return await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .until(
                        () -> platform.said(type, submitted.contentId()).stream()
                                .map(Event::data)
                                .filter(said -> said instanceof PhotoReady ready
                                        ? ready.submissionId().equals(submitted.submissionId())
                                        : said instanceof PhotoFailed failed
                                                && failed.submissionId().equals(submitted.submissionId()))
                                .map(data::cast)
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    @Test
    void submitted_photos_arePublishedBesideEachOther() throws Exception {
        String album = UUID.randomUUID().toString();
        Path picture = Photos.make(folder.resolve("picture"), "jpg");
        PhotoReady first =
                photoEnded(EventType.PHOTO_READY, PhotoReady.class, platform.submitPhoto(picture, album, "p1"));
        PhotoReady second =
                photoEnded(EventType.PHOTO_READY, PhotoReady.class, platform.submitPhoto(picture, album, "p2"));
        assertThat(first.photoId()).isEqualTo("p1");
        assertThat(first.width()).isEqualTo(700);
        assertThat(first.widths()).containsExactly(320, 640, 700);
        assertThat(first.blurHash()).hasSize(28);
        String prefix = "v/" + album + "/" + first.version() + "/";
        assertThat(platform.mediaKeys(prefix))
                .containsExactlyInAnyOrder(
                        prefix + "320.jpg",
                        prefix + "320.webp",
                        prefix + "640.jpg",
                        prefix + "640.webp",
                        prefix + "700.jpg",
                        prefix + "700.webp");

        platform.say(EventType.PHOTO_DELETED, new PhotoDeleted(album, "p1", "ada", null));
        await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .untilAsserted(() -> assertThat(platform.mediaKeys(prefix)).isEmpty());
        assertThat(platform.mediaKeys("v/" + album + "/" + second.version() + "/"))
                .hasSize(6);
        platform.say(EventType.ALBUM_DELETED, new AlbumDeleted(album, "ada", List.of(), 2));
        await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .untilAsserted(
                        () -> assertThat(platform.mediaKeys("v/" + album + "/")).isEmpty());
    }

    @Test
    void submitted_drawing_failsAtOnceWithTheCause() throws Exception {
        Path drawing = Files.writeString(folder.resolve("drawing"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        PhotoSubmitted submitted =
                platform.submitPhoto(drawing, UUID.randomUUID().toString(), "p1");
        PhotoFailed failed = photoEnded(EventType.PHOTO_FAILED, PhotoFailed.class, submitted);
        assertThat(failed.photoId()).isEqualTo("p1");
        assertThat(failed.code()).isEqualTo("svg_refused");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void submitted_photoOfManyBytes_isNotEvenFetched() throws Exception {
        Path large = folder.resolve("large");
        Files.write(large, new byte[(20 << 20) + 1]);
        PhotoSubmitted submitted = platform.submitPhoto(large, UUID.randomUUID().toString(), "p1");
        assertThat(photoEnded(EventType.PHOTO_FAILED, PhotoFailed.class, submitted)
                        .code())
                .isEqualTo("photo_too_large");
    }

    @Test
    void observe_running_isReadyAndCountsJobs() throws Exception {
        Path text = Files.writeString(folder.resolve("other-text"), "Nor is this.");
        ended(platform.submit(text, "ada").contentId());
        assertThat(get("/observe/health/ready")).contains("\"UP\"");
        await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .untilAsserted(() -> assertThat(get("/observe/metrics"))
                        .contains("encoder_jobs_total{outcome=\"failed\"")
                        .contains("encoder_queue_length", "encoder_queue_age_seconds", "encoder_time_to_playable"));
    }

    private String get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + server.port() + path);
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
