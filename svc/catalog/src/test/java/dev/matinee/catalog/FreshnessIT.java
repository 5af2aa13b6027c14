package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.EventType;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a reader sees after a change, at the instance that made it and at the other, with Redis well and not. */
class FreshnessIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());

    @Test
    void renamed_seenByBoth() {
        String id = films.ready("public");
        String path = VIDEOS + "/" + id;
        assertThat(catalog.get(path).text("title")).isEqualTo("A film");
        assertThat(catalog.getFromSecond(path).text("title")).isEqualTo("A film");
        films.patch(id, "{\"title\":\"Renamed\"}");
        assertThat(catalog.get(path).text("title")).isEqualTo("Renamed");
        await().atMost(PATIENCE)
                .until(() -> catalog.getFromSecond(path).text("title").equals("Renamed"));
        assertThat(catalog.getFromSecond(path).etag())
                .isEqualTo(catalog.get(path).etag());
    }

    @Test
    void madePrivate_goneFromBoth() {
        String id = films.ready("public");
        String path = VIDEOS + "/" + id;
        assertThat(catalog.get(path).status()).isEqualTo(200);
        assertThat(catalog.getFromSecond(path).status()).isEqualTo(200);
        films.patch(id, "{\"visibility\":\"private\"}");
        assertThat(catalog.get(path).status()).isEqualTo(404);
        await().atMost(PATIENCE).until(() -> catalog.getFromSecond(path).status() == 404);
    }

    @Test
    void changedByAProcessThatDiedAfterItsCommit_seenByBoth() {
        String id = films.ready("public");
        String path = VIDEOS + "/" + id;
        assertThat(catalog.get(path).text("title")).isEqualTo("A film");
        assertThat(catalog.getFromSecond(path).text("title")).isEqualTo("A film");
        try (Database database = Database.open(new DatabaseSettings(
                catalog.database().url(),
                catalog.database().user(),
                catalog.database().password(),
                2))) {
            // It never comes to say that copies are old: all that is left of it is what it committed.
            VideoStore dying = new VideoStore(
                    database, new Outbox("catalog", Clock.systemUTC()), Parts.LIMITS, (video, revision) -> {});
            dying.change(
                    UUID.fromString(id),
                    video -> video.edited(Parts.details(Visibility.PRIVATE, null), video.updatedAt()));
        }
        await().atMost(PATIENCE)
                .until(() -> catalog.get(path).status() == 404
                        && catalog.getFromSecond(path).status() == 404);
    }

    @Test
    void read_withSignedPoster_isNeverNotModified() {
        String id = films.ready("unlisted");
        Answer anybody = catalog.get(VIDEOS + "/" + id);
        assertThat(anybody.text("poster_url")).contains("/media/p/");
        // The address ends by itself, and with it the use of what was answered under the same tag.
        assertThat(catalog.get(VIDEOS + "/" + id, "If-None-Match", anybody.etag())
                        .text("poster_url"))
                .contains("/media/p/");
        assertThat(catalog.get(
                                VIDEOS + "/" + id,
                                "If-None-Match",
                                anybody.etag(),
                                "Authorization",
                                "Bearer " + films.token())
                        .text("poster_url"))
                .contains("/media/p/");
        films.patch(id, "{\"visibility\":\"public\"}");
        assertThat(catalog.get(VIDEOS + "/" + id, "If-None-Match", films.own(id).etag())
                        .status())
                .isEqualTo(304);
    }

    @Test
    void becomesReady_afterNothingWasCached() {
        String id = films.processing("public");
        assertThat(catalog.get(VIDEOS + "/" + id).status()).isEqualTo(404);
        assertThat(catalog.getFromSecond(VIDEOS + "/" + id).status()).isEqualTo(404);
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        films.awaitState(id, "ready");
        await().atMost(PATIENCE)
                .until(() -> catalog.get(VIDEOS + "/" + id).status() == 200
                        && catalog.getFromSecond(VIDEOS + "/" + id).status() == 200);
    }

    @Test
    void redisFlushed_nothingFails() {
        String id = films.ready("public");
        String path = VIDEOS + "/" + id;
        assertThat(catalog.get(path).status()).isEqualTo(200);
        RedisServer.shared().flush();
        assertThat(catalog.get(path).status()).isEqualTo(200);
        assertThat(catalog.getFromSecond(path).status()).isEqualTo(200);
        films.patch(id, "{\"title\":\"Renamed\"}");
        assertThat(catalog.get(path).text("title")).isEqualTo("Renamed");
    }

    @Test
    void redisAway_readsAndChangesGoOn() {
        String id = films.ready("public");
        String path = VIDEOS + "/" + id;
        assertThat(catalog.getFromSecond(path).status()).isEqualTo(200);
        RedisServer.shared().stop();
        try {
            assertThat(catalog.get(path).status()).isEqualTo(200);
            assertThat(films.patch(id, "{\"title\":\"Renamed\"}").status()).isEqualTo(200);
            assertThat(catalog.get(path).text("title")).isEqualTo("Renamed");
            assertThat(catalog.get("/observe/health/ready").status()).isEqualTo(200);
        } finally {
            RedisServer.shared().start();
        }
        await().atMost(PATIENCE)
                .until(() -> catalog.getFromSecond(path).text("title").equals("Renamed"));
    }

    @Test
    void postgresqlAway_saysSoAndRecovers() {
        String id = films.ready("public");
        PostgresServer.shared().stop();
        try {
            Answer away = films.own(id);
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.header("Retry-After")).isNotEmpty();
            assertThat(away.text("code")).isEqualTo("unavailable");
            assertThat(catalog.postAs(films.token(), VIDEOS, "{\"title\":\"x\"}")
                            .status())
                    .isEqualTo(503);
            assertThat(catalog.get("/internal/catalog/media-access?content_id=" + id + "&epoch=")
                            .status())
                    .isEqualTo(503);
        } finally {
            PostgresServer.shared().start();
        }
        await().atMost(PATIENCE).until(() -> films.own(id).status() == 200);
        films.ready("public");
    }
}
