package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.events.WatchProgressed;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How far members watched; the films here last 30 s. */
class HistoryIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Member owner = Member.of(catalog, "viewer", "creator");
    private final Member vera = Member.of(catalog, "viewer");

    @Test
    void position_keptAndResumed() {
        String id = owner.films().ready("public");
        String playback = "/videos/" + id + "/playback";
        assertThat(vera.get(playback).json().has("resume_ms")).isFalse();
        assertThat(watch(id, 12_000)).isEqualTo(204);
        assertThat(vera.get(playback).json().path("resume_ms").asLong()).isEqualTo(12_000);
        assertThat(owner.get(playback).json().has("resume_ms")).isFalse();
        assertThat(catalog.get(Member.API + playback).json().has("resume_ms")).isFalse();
        watch(id, 99_000);
        assertThat(vera.get(playback).json().has("resume_ms")).as("begins anew").isFalse();
        assertThat(vera.get("/me/history").json().at("/data/0/position_ms").asLong())
                .isEqualTo(30_000);
        assertThat(vera.get("/me/history").json().at("/data/0/finished").asBoolean())
                .isTrue();

        List<Event> said = vera.said(vera.subject(), EventType.WATCH_PROGRESSED, 2);
        assertThat(said)
                .extracting(event -> ((WatchProgressed) event.data()).finished())
                .containsExactly(false, true);
        assertThat(said)
                .extracting(event -> ((WatchProgressed) event.data()).positionMs())
                .containsExactly(12_000L, 30_000L);
        assertThat(((WatchProgressed) said.getFirst().data()).durationMs()).isEqualTo(30_000);
    }

    @Test
    void list_lastWatchedFirst_forgotten() {
        Films films = owner.films();
        List<String> ids = List.of(films.ready("public"), films.ready("public"), films.ready("public"));
        ids.forEach(id -> watch(id, 1_000));
        watch(ids.getFirst(), 2_000);
        assertThat(vera.all("/me/history", "/id")).containsExactly(ids.get(0), ids.get(2), ids.get(1));
        films.patch(ids.get(2), "{\"visibility\":\"private\"}");
        assertThat(vera.all("/me/history", "/video/title")).containsExactly("A film", "", "A film");
        assertThat(vera.delete("/me/history/" + ids.get(2)).status()).isEqualTo(204);
        assertThat(vera.delete("/me/history/" + ids.get(2)).status()).isEqualTo(204);
        owner.delete("/videos/" + ids.get(1));
        assertThat(vera.all("/me/history", "/id")).containsExactly(ids.getFirst());
        assertThat(vera.delete("/me/history").status()).isEqualTo(204);
        assertThat(vera.all("/me/history", "/id")).isEmpty();
    }

    @Test
    void refused() {
        String id = owner.films().ready("private");
        assertThat(watch(id, 1)).isEqualTo(404);
        assertThat(watch(Films.newUser(), 1)).isEqualTo(404);
        String open = owner.films().ready("public");
        for (String body : List.of("{}", "{\"position_ms\":-1}", "{\"position_ms\":\"x\"}", "[]")) {
            assertThat(vera.put("/me/history/" + open, body).status()).as(body).isEqualTo(400);
        }
        String unfinished = owner.films().create("public");
        assertThat(owner.put("/me/history/" + unfinished, "{\"position_ms\":1}").text("code"))
                .isEqualTo("video_not_ready");
        for (String method : List.of("GET", "DELETE")) {
            assertThat(catalog.send(method, Member.API + "/me/history", "").status())
                    .isEqualTo(401);
        }
        assertThat(catalog.send("PUT", Member.API + "/me/history/" + open, "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void told_notMoreOftenThanEveryTenSeconds_andOldestLeave() {
        PostgresServer.Database server = PostgresServer.shared().newDatabase();
        try (Database database =
                Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4))) {
            Outbox outbox = new Outbox("catalog", Clock.systemUTC());
            ChannelStore channels = new ChannelStore(database, outbox, Clock.systemUTC());
            Caller ada = new Caller("ada", "Ada", "matinee-web", "", Set.of(Role.VIEWER), Instant.MIN, Instant.MAX);
            VideoStore videos = new VideoStore(database, outbox, Parts.LIMITS, (id, revision) -> {});
            Video video = Video.created(
                    Uuid7.at(Parts.NOW),
                    channels.ofUser("ada", "Ada").id(),
                    "ada",
                    Parts.details(Visibility.PUBLIC, null),
                    Parts.NOW,
                    Parts.NOW);
            videos.create(video, transaction -> {});
            videos.change(video.id(), made -> Parts.ready(made, Parts.NOW));
            for (long seconds : new long[] {0, 5, 9, 11, 20, 21}) {
                Clock at = Clock.fixed(Parts.NOW.plusSeconds(seconds), ZoneOffset.UTC);
                new HistoryStore(database, outbox, at).watched(ada, video.id(), 1_000 * seconds);
            }
            assertThat(Counts.of(
                            database.execute(),
                            "SELECT count(*) AS rows FROM outbox WHERE type = 'social.watch.progressed'"))
                    .as("at 0, 11 and 21 s")
                    .isEqualTo(3);
            database.execute().insert("""
                            INSERT INTO watch SELECT gen_random_uuid(), 'eve', 'video', gen_random_uuid(), 0, 1, false,
                                now(), now() FROM generate_series(1, 5003)
                            """);
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
            Caller eve = new Caller("eve", "Eve", "matinee-web", "", Set.of(Role.VIEWER), Instant.MIN, Instant.MAX);
            new HistoryStore(database, outbox, later).watched(eve, video.id(), 1);
            assertThat(Counts.of(database.execute(), "SELECT count(*) AS rows FROM watch WHERE member = 'eve'"))
                    .isEqualTo(HistoryStore.MAX_ENTRIES);
        }
    }

    private int watch(String id, long position) {
        return vera.put("/me/history/" + id, "{\"position_ms\":" + position + "}")
                .status();
    }
}
