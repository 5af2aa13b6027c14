package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines and schedules, by a clock that the test sets. */
class SweeperIT {
    private final PostgresServer.Database server = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4));
    private final VideoQueries queries = new VideoQueries(database);
    private final VideoStore store =
            new VideoStore(database, new Outbox("catalog", Clock.systemUTC()), Parts.LIMITS, (id, revision) -> {});
    private final AlbumStore albums = new AlbumStore(database, new Outbox("catalog", Clock.systemUTC()));
    private final UUID channel = new ChannelStore(database, new Outbox("catalog", Clock.systemUTC()), Clock.systemUTC())
            .ofUser("ada", "ada")
            .id();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void uploading_pastItsDeadline_fails() {
        Video video = stored(Parts.details(Visibility.PUBLIC, null));
        sweepAt(Parts.NOW.plus(Duration.ofMinutes(59)));
        assertThat(read(video).state()).isEqualTo(VideoState.UPLOADING);
        sweepAt(Parts.NOW.plus(Duration.ofMinutes(61)));
        assertThat(read(video).state()).isEqualTo(VideoState.FAILED);
        assertThat(read(video).failure()).isEqualTo(new Failure("upload_missing", "No file arrived in time.", true));
        assertThat(read(video).deadline()).isNull();
    }

    @Test
    void processing_pastItsDeadline_fails() {
        Video video = stored(Parts.details(Visibility.PUBLIC, null));
        store.change(video.id(), waiting -> waiting.submitted("sub", Parts.NOW, Parts.NOW.plusSeconds(10)));
        sweepAt(Parts.NOW.plusSeconds(11));
        assertThat(read(video).failure()).extracting(failure -> failure.code()).isEqualTo("processing_timeout");
        assertThat(read(video).awaits("sub")).isTrue();
    }

    @Test
    void schedule_publishesOnce() {
        Instant due = Parts.NOW.plusSeconds(100);
        Video video = stored(Parts.details(Visibility.PUBLIC, due));
        store.change(video.id(), waiting -> Parts.ready(waiting, Parts.NOW));
        sweepAt(due.minusSeconds(1));
        assertThat(read(video).published()).isFalse();
        sweepAt(due);
        sweepAt(due.plusSeconds(1));
        assertThat(read(video).published()).isTrue();
        assertThat(read(video).publishedAt()).isEqualTo(due);
        assertThat(said(video)).filteredOn("content.video.published"::equals).hasSize(1);
    }

    @Test
    void videoThatThrows_holdsBackNoOther() {
        Instant due = Parts.NOW.plusSeconds(100);
        Video brokenDue = stored(Parts.details(Visibility.PUBLIC, due.minusSeconds(1)));
        Video scheduled = stored(Parts.details(Visibility.PUBLIC, due));
        for (Video video : List.of(brokenDue, scheduled)) {
            store.change(video.id(), waiting -> Parts.ready(waiting, Parts.NOW));
        }
        Video brokenLate = stored(Parts.details(Visibility.PUBLIC, null));
        store.change(brokenLate.id(), waiting -> waiting.submitted("sub", Parts.NOW, Parts.NOW));
        Video late = stored(Parts.details(Visibility.PUBLIC, null));
        for (Video video : List.of(brokenDue, brokenLate)) {
            database.execute().update("UPDATE video SET media = 'no JSON' WHERE id = ?", video.id());
        }

        sweepAt(Parts.NOW.plus(Duration.ofHours(2)));
        assertThat(read(scheduled).published()).isTrue();
        assertThat(read(late).state()).isEqualTo(VideoState.FAILED);
        assertThat(said(brokenDue)).doesNotContain("content.video.published");
    }

    @Test
    void ready_hasNoDeadline() {
        Video video = stored(Parts.details(Visibility.PRIVATE, null));
        store.change(video.id(), waiting -> Parts.ready(waiting, Parts.NOW));
        sweepAt(Parts.NOW.plus(Duration.ofDays(3_650)));
        assertThat(read(video).state()).isEqualTo(VideoState.READY);
    }

    @Test
    void growing_pastItsDeadline_staysWatchable() {
        Video video = stored(Parts.details(Visibility.PUBLIC, null));
        Instant until = Parts.NOW.plus(Duration.ofHours(1));
        store.change(video.id(), waiting -> waiting.submitted("sub-growing", Parts.NOW, until));
        store.change(
                video.id(),
                waiting -> waiting.playable(Parts.ready(waiting, Parts.NOW).requireMedia(), Parts.NOW));
        assertThat(read(video).isGrowing()).isTrue();
        sweepAt(until);
        assertThat(read(video).state()).isEqualTo(VideoState.READY);
        assertThat(read(video).isGrowing()).isFalse();
        assertThat(read(video).failure())
                .isNotNull()
                .satisfies(why -> assertThat(why.code()).isEqualTo("processing_timeout"));
        assertThat(read(video).awaits("sub-growing"))
                .as("the whole may still come")
                .isTrue();
    }

    @Test
    void album_withoutPhotosPastItsDeadline_fails() {
        AlbumDetails details = new AlbumDetails("Summer", null, List.of(), null, null, Visibility.PUBLIC, null);
        Album album = Album.created(
                dev.matinee.events.Uuid7.at(Parts.NOW),
                channel,
                "ada",
                details,
                Parts.NOW,
                Parts.NOW.plus(Duration.ofHours(1)));
        albums.create(album, transaction -> {});
        AlbumQueries read = new AlbumQueries(database);
        sweepAt(Parts.NOW.plus(Duration.ofMinutes(59)));
        assertThat(read.find(album.id()).orElseThrow().album()).isEqualTo(album);
        sweepAt(Parts.NOW.plus(Duration.ofMinutes(61)));
        assertThat(read.find(album.id()).orElseThrow().album().state()).isEqualTo(VideoState.FAILED);
    }

    private Video stored(VideoDetails details) {
        Video video = Video.created(
                Uuid7.at(Parts.NOW), channel, "ada", details, Parts.NOW, Parts.NOW.plus(Duration.ofHours(1)));
        store.create(video, transaction -> {});
        return video;
    }

    private Video read(Video video) {
        return queries.find(video.id()).orElseThrow().video();
    }

    private List<String> said(Video video) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT type FROM outbox WHERE key = ? ORDER BY seq",
                        video.id().toString())) {
            return rows.map(row -> row.column("type").get(String.class)).toList();
        }
    }

    private void sweepAt(Instant time) {
        new Sweeper(
                        database,
                        queries,
                        store,
                        new AlbumQueries(database),
                        albums,
                        Clock.fixed(time, ZoneOffset.UTC),
                        Duration.ofHours(1))
                .sweep();
    }
}
