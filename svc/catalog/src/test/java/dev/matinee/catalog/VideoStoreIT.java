package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.events.MediaProgress;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos in PostgreSQL. */
class VideoStoreIT {
    private final PostgresServer.Database server = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4));
    private final Outbox outbox = new Outbox("catalog", Clock.systemUTC());
    private final VideoQueries queries = new VideoQueries(database);
    private final Map<UUID, Long> told = new HashMap<>();
    private final VideoStore store = new VideoStore(database, outbox, Parts.LIMITS, told::put);
    private final UUID channel = new ChannelStore(database, outbox, Clock.systemUTC())
            .ofUser("ada", "Ada")
            .id();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void create_readsBackTheSame() throws Exception {
        VideoDetails details = new VideoDetails(
                "Título 🎬",
                "line\nline",
                List.of("a", "b,c", "d\"e", "{f}"),
                "film",
                "en",
                "cc-by",
                Visibility.UNLISTED,
                Parts.NOW,
                "e-1",
                (com.fasterxml.jackson.databind.node.ObjectNode)
                        Json.mapper().readTree("{\"a\":[1,2.5,null,{\"b\":\"\\u0000\"}]}"));
        Video video = Video.created(Uuid7.at(Parts.NOW), channel, "ada", details, Parts.NOW, Parts.NOW);
        store.create(video, transaction -> {});
        assertThat(read(video.id())).isEqualTo(video);
        assertThat(told).containsExactly(Map.entry(video.id(), 1L));

        Video ready = store.change(video.id(), waiting -> Parts.ready(waiting, Parts.NOW));
        assertThat(read(video.id())).isEqualTo(ready);
        Video hidden = store.change(
                video.id(), shown -> shown.moderated(shown.details().withVisibility(Visibility.PRIVATE), Parts.NOW));
        assertThat(hidden.hiddenFrom()).isEqualTo(Visibility.UNLISTED);
        assertThat(read(video.id())).isEqualTo(hidden);
        Video failed = store.change(video.id(), other -> other.failed(new Failure("c", "d", true), Parts.NOW));
        assertThat(read(video.id())).isEqualTo(failed);
        assertThat(told).containsExactly(Map.entry(video.id(), failed.revision()));
    }

    @Test
    void create_rolledBack_saysNothing() {
        Video video = video(Parts.NOW, Visibility.PUBLIC);
        assertThatThrownBy(() -> store.create(video, transaction -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(queries.find(video.id())).isEmpty();
        assertThat(told).isEmpty();
        assertThat(outboxRows()).isEqualTo(1);
    }

    @Test
    void change_refused_changesNothing() {
        Video video = video(Parts.NOW, Visibility.PUBLIC);
        store.create(video, transaction -> {});
        assertThatThrownBy(() -> store.change(video.id(), before -> {
                    throw ProblemException.of(CatalogError.NOT_OWNER);
                }))
                .isInstanceOf(ProblemException.class);
        assertThat(read(video.id())).isEqualTo(video);
    }

    @Test
    void change_oldUploadLetGo_togetherOrNotAtAll() {
        Video video = video(Parts.NOW, Visibility.PUBLIC);
        store.create(video, transaction -> {});
        store.change(video.id(), waiting -> waiting.submitted("sub", Parts.NOW, Parts.NOW));
        Video failed = store.change(video.id(), sent -> sent.failed(new Failure("c", "d", true), Parts.NOW));
        assertThat(saidAbout("sub")).isEmpty();

        assertThatThrownBy(() -> database.transact(transaction -> {
                    store.update(transaction, failed, failed.reopened(Parts.NOW, Parts.NOW));
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(read(video.id())).isEqualTo(failed);
        assertThat(saidAbout("sub")).isEmpty();

        store.change(video.id(), before -> before.reopened(Parts.NOW, Parts.NOW));
        assertThat(saidAbout("sub")).containsExactly("content.upload.rejected");
        store.change(video.id(), waiting -> waiting.submitted("sub2", Parts.NOW, Parts.NOW));
        assertThat(saidAbout("sub")).hasSize(1);
        assertThat(saidAbout("sub2")).isEmpty();
    }

    @Test
    void progress_newestWins() {
        Video video = video(Parts.NOW, Visibility.PUBLIC);
        store.create(video, transaction -> {});
        store.change(video.id(), waiting -> waiting.submitted("sub", Parts.NOW, Parts.NOW));
        keepProgress(video, "sub", 50, Parts.NOW.plusSeconds(2));
        keepProgress(video, "sub", 20, Parts.NOW.plusSeconds(1));
        keepProgress(video, "other", 99, Parts.NOW.plusSeconds(3));
        ShownVideo shown = queries.find(video.id()).orElseThrow();
        assertThat(shown.progress()).isEqualTo(new Progress("encoding", 50, null));
        assertThat(shown.video().revision()).isEqualTo(2);
        store.delete(video.id(), Parts.NOW, any -> {});
        assertThat(queries.find(video.id())).isEmpty();
    }

    /** However videos come and go between two pages, each that was there all the while is listed once, in order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void publicList_stableUnderInserts(long seed) {
        Random random = new Random(seed);
        List<Video> there = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            there.add(published(random));
        }
        there.sort(Comparator.comparing(Video::publishedAt, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(video -> video.id().toString())
                .reversed());
        List<UUID> listed = new ArrayList<>();
        VideoQueries.@Nullable After after = null;
        while (true) {
            int limit = 1 + random.nextInt(5);
            List<ShownVideo> page = list(null, null, null, after, limit);
            page.forEach(shown -> listed.add(shown.video().id()));
            if (page.size() < limit) {
                break;
            }
            after = PublicCursor.parse(PublicCursor.of(page.getLast().video()));
            for (int i = random.nextInt(4); i > 0; i--) {
                published(random);
            }
        }
        assertThat(listed).doesNotHaveDuplicates();
        List<UUID> expected = there.stream().map(Video::id).toList();
        assertThat(listed.stream().filter(expected::contains).toList()).isEqualTo(expected);
    }

    @Test
    void publicList_filters() {
        store.create(tagged("sea", "film"), transaction -> {});
        Video shown = tagged("sea", "music");
        store.create(shown, transaction -> {});
        Video hidden = video(Parts.NOW, Visibility.PUBLIC);
        store.create(hidden, transaction -> {});
        for (UUID id : List.of(shown.id(), hidden.id())) {
            store.change(id, waiting -> Parts.ready(waiting, Parts.NOW));
        }
        assertThat(list(channel, "sea", null, null, 10)).hasSize(1);
        assertThat(list(channel, "sea", "music", null, 10)).hasSize(1);
        assertThat(list(channel, "sea", "film", null, 10)).isEmpty();
        assertThat(list(channel, null, null, null, 10)).hasSize(2);
        assertThat(list(new UUID(0, 0), null, null, null, 10)).isEmpty();
        assertThat(list(null, "' OR true --", null, null, 10)).isEmpty();
    }

    private List<ShownVideo> list(
            @Nullable UUID inChannel,
            @Nullable String tag,
            @Nullable String category,
            VideoQueries.@Nullable After after,
            int limit) {
        return queries.listFor(new VideoQueries.Wanted(inChannel, tag, category, null), after, Parts.NOW, limit);
    }

    private Video published(Random random) {
        // Few different times, so that the id decides often.
        Instant at = Parts.NOW.plusSeconds(random.nextInt(6));
        Video video = video(at, Visibility.PUBLIC);
        store.create(video, transaction -> {});
        return store.change(video.id(), waiting -> Parts.ready(waiting, at));
    }

    private Video tagged(String tag, String category) {
        VideoDetails details = new VideoDetails(
                "t", null, List.of(tag, "x"), category, null, null, Visibility.PUBLIC, null, null, null);
        return Video.created(Uuid7.next(), channel, "ada", details, Parts.NOW, Parts.NOW);
    }

    private Video video(Instant at, Visibility visibility) {
        return Video.created(Uuid7.next(), channel, "ada", Parts.details(visibility, null), at, at);
    }

    private void keepProgress(Video video, String submission, int percent, Instant at) {
        MediaProgress progress = new MediaProgress(video.id().toString(), submission, "job", "encoding", percent, null);
        database.transact(transaction -> VideoStore.keepProgress(transaction, progress, video.id(), at));
    }

    private Video read(UUID id) {
        return queries.find(id).orElseThrow().video();
    }

    private List<String> saidAbout(String aggregate) {
        try (Stream<DbRow> rows =
                database.execute().query("SELECT type FROM outbox WHERE key = ? ORDER BY seq", aggregate)) {
            return rows.map(row -> row.column("type").get(String.class)).toList();
        }
    }

    private long outboxRows() {
        return database.execute()
                .get("SELECT count(*) AS rows FROM outbox")
                .orElseThrow()
                .column("rows")
                .get(Number.class)
                .longValue();
    }
}
