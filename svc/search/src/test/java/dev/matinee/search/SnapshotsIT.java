package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.ElasticsearchServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list is read from the index as it was, and yet shows nothing that has gone. */
class SnapshotsIT {
    private final Elastic elastic = new Elastic(
            new SearchConfig.Elasticsearch(List.of(ElasticsearchServer.shared().url()), Duration.ofSeconds(10)));
    private final RedisLink noRedis =
            new RedisLink(new RedisSettings(URI.create("redis://127.0.0.1:1"), Optional.empty()));
    private final ContentIndex index = new ContentIndex(elastic, new SearchConfig.Index("snapshots", 1, 0));
    private final IndexWriter writer = new IndexWriter(elastic, index);
    private final Generation generation = new Generation(noRedis);
    private final Snapshots snapshots = new Snapshots(elastic, index.alias(), generation);
    private final List<Documents> films = IntStream.range(0, 6)
            .mapToObj(i -> Documents.video("Film " + i).liked(60 - i))
            .toList();

    @BeforeEach
    void fill() throws Exception {
        index.ensure();
        writer.write(films.stream().map(Documents::document).toList(), List.of(), true);
    }

    @AfterEach
    void clean() throws Exception {
        elastic.write(client -> client.indices().delete(request -> request.index("snapshots-*")));
        elastic.close();
        noRedis.close();
    }

    /** As after a restart: the one that was marked hidden is long in the index's past, and nobody remembers the mark. */
    @Test
    void next_whatWentMeanwhile_isNotShownThoughTheSnapshotHasIt() throws Exception {
        Searcher searcher = searcher();
        Found first = searcher.first(popular());
        writer.write(List.of(films.get(3).visible(false).document()), List.of(), true);

        Found second = searcher.next(popular(), Objects.requireNonNull(first.nextCursor()));

        assertThat(first.data()).extracting(Found.Item::title).containsExactly("Film 0", "Film 1");
        assertThat(second.data()).extracting(Found.Item::title).containsExactly("Film 2");
        Found third = searcher.next(popular(), Objects.requireNonNull(second.nextCursor()));
        assertThat(third.data()).extracting(Found.Item::title).containsExactly("Film 4", "Film 5");
        assertThat(third.nextCursor()).isNull();
    }

    @Test
    void current_untilAChange_isShared() {
        String one = snapshots.current();
        assertThat(snapshots.current()).isEqualTo(one);
        generation.changed();
        assertThat(snapshots.current()).isNotEqualTo(one);
        String two = snapshots.current();
        snapshots.lost(two);
        assertThat(snapshots.current()).isNotEqualTo(two);
    }

    private Searcher searcher() {
        return new Searcher(
                elastic, index.alias(), snapshots, new Marks(noRedis, Clock.systemUTC()), Clock.systemUTC());
    }

    private static Question popular() {
        return new Question(
                UserQuery.parse(""),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Question.Order.POPULAR,
                EnumSet.noneOf(Question.Facet.class),
                2);
    }
}
