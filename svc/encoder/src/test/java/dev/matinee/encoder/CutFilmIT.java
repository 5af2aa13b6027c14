package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.VideoDeleted;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.sql.Database;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long film, made in pieces by the workers of two services. */
class CutFilmIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final Platform platform = new Platform();
    private final Database database = platform.encoderDatabase();
    private final List<ServiceServer> servers = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        for (String work : List.of("one", "two")) {
            servers.add(Main.start(platform.config(folder.resolve(work), Platform.QUICK), Clock.systemUTC()));
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(ServiceServer::stop);
        database.close();
        platform.close();
    }

    private List<Event> awaitSaid(String contentId, EventType type) {
        return await().pollInterval(Duration.ofMillis(300))
                .atMost(LONG)
                .until(
                        () -> platform.said(type.topic(), contentId),
                        events -> events.stream()
                                .anyMatch(event -> event.type() == type || event.type() == EventType.MEDIA_FAILED));
    }

    private List<String> rows(String sql) {
        try (var rows = database.execute().query(sql)) {
            return rows.map(row -> row.column("value").get(String.class)).toList();
        }
    }

    /** All that a version's playlists name, from the master on. */
    private void walk(String playlist, List<String> named) {
        named.add(playlist);
        Pattern.compile("(?m)URI=\"([^\"]+)\"|^([^#\\s].*)$")
                .matcher(platform.mediaText(playlist))
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .map(name -> URI.create(playlist).resolve(name).toString())
                .distinct()
                .forEach(name -> {
                    if (name.endsWith(".m3u8")) {
                        walk(name, named);
                    } else {
                        named.add(name);
                    }
                });
    }

    @Test
    void submitted_longFilm_isMadeInPiecesAndPublishedTwice() throws Exception {
        Path film = Clips.film(folder.resolve("film"), "testsrc2=s=640x360:r=25:d=42", "sine=r=44100:d=42.5");
        VideoSubmitted submitted = platform.submit(film, "ada");
        List<Event> all = awaitSaid(submitted.contentId(), EventType.MEDIA_READY);
        List<EventType> types = all.stream().map(Event::type).toList();
        assertThat(types).containsOnlyOnce(EventType.MEDIA_PLAYABLE, EventType.MEDIA_READY);
        assertThat(types.indexOf(EventType.MEDIA_PLAYABLE)).isLessThan(types.indexOf(EventType.MEDIA_READY));
        MediaReady first =
                (MediaReady) all.get(types.indexOf(EventType.MEDIA_PLAYABLE)).data();
        MediaReady whole =
                (MediaReady) all.get(types.indexOf(EventType.MEDIA_READY)).data();
        assertThat(first.renditions()).extracting(MediaReady.Rendition::name).containsExactly("240p", "audio");
        assertThat(whole.renditions()).extracting(MediaReady.Rendition::name).containsExactly("240p", "360p", "audio");
        assertThat(whole.durationMs()).isBetween(41_900L, 42_700L);
        assertThat(rows("SELECT count(DISTINCT worker)::text AS value FROM pieces"))
                .containsExactly("2");
        assertThat(rows("SELECT kind || number AS value FROM pieces WHERE attempts <> 1 OR state <> 'done'"))
                .as("each was done once")
                .isEmpty();
        assertThat(all.stream()
                        .filter(event -> event.type() == EventType.MEDIA_PROGRESS)
                        .map(event -> ((MediaProgress) event.data()).percent())
                        .toList())
                .isSorted();

        String prefix = "v/" + submitted.contentId() + "/";
        List<String> keys = platform.mediaKeys(prefix);
        List<String> named = new ArrayList<>();
        for (MediaReady version : List.of(first, whole)) {
            String root = prefix + version.version() + "/";
            walk(root + "master.m3u8", named);
            assertThat(keys).contains(root + "poster.jpg", root + "storyboard.vtt", root + "sb-0.jpg");
        }
        assertThat(keys).containsAll(named);
        assertThat(keys.stream()
                        .filter(key -> key.endsWith(".m4s") || key.endsWith(".m3u8"))
                        .filter(key -> !named.contains(key)))
                .as("nothing lies about that nobody plays")
                .isEmpty();
        assertThat(rows("SELECT version || ' ' || state AS value FROM versions"))
                .as("no try is forgotten, and none is left to be swept")
                .containsExactlyInAnyOrder(first.version() + " orphaned", whole.version() + " published");
        String track = platform.mediaText(prefix + whole.version() + "/360p/index.m3u8");
        assertThat(track.lines().filter(line -> line.startsWith("#EXTINF"))).hasSize(7);
        assertThat(track).contains("/00006.m4s").doesNotContain("DISCONTINUITY");
    }

    @Test
    void deleted_whileItIsMade_leavesNothing() throws Exception {
        Path film = Clips.film(folder.resolve("deleted"), "testsrc2=s=640x360:r=25:d=90", "sine=r=44100:d=90.5");
        VideoSubmitted submitted = platform.submit(film, "ada");
        await().pollInterval(Duration.ofMillis(100))
                .atMost(LONG)
                .until(
                        () -> rows("SELECT id::text AS value FROM pieces WHERE state = 'done'"),
                        done -> !done.isEmpty());
        platform.say(
                EventType.VIDEO_DELETED, new VideoDeleted(submitted.contentId(), "ada", submitted.submissionId(), 2));
        await().pollInterval(Duration.ofMillis(300)).atMost(LONG).untilAsserted(() -> {
            assertThat(rows("SELECT state AS value FROM jobs")).containsExactly("cancelled");
            assertThat(rows("SELECT state AS value FROM pieces")).containsOnly("done", "cancelled");
            assertThat(platform.mediaKeys("v/" + submitted.contentId() + "/")).isEmpty();
            assertThat(rows("SELECT version AS value FROM versions")).isEmpty();
        });
        assertThat(platform.said(EventType.MEDIA_READY, submitted.contentId())).isEmpty();
    }
}
