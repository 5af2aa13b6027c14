package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.ElasticsearchServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel gets another name while films of it are being indexed, by another instance say. */
class RenameIT {
    private static final CatalogDocument.Channel OLD = new CatalogDocument.Channel("c-1", "ada", "Ada", 1L);
    private static final CatalogDocument.Channel NEW = new CatalogDocument.Channel("c-1", "ada", "Countess", 2L);

    private final CatalogStandIn catalog = new CatalogStandIn();
    private final Elastic elastic = new Elastic(
            new SearchConfig.Elasticsearch(List.of(ElasticsearchServer.shared().url()), Duration.ofSeconds(10)));
    private final ContentIndex index = new ContentIndex(elastic, new SearchConfig.Index("renamed", 1, 0));
    private final RedisLink noRedis =
            new RedisLink(new RedisSettings(URI.create("redis://127.0.0.1:1"), Optional.empty()));
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void begin() throws Exception {
        index.ensure();
    }

    @AfterEach
    void end() throws Exception {
        elastic.write(c -> c.indices().delete(request -> request.index("renamed-*")));
        elastic.close();
        noRedis.close();
        catalog.close();
    }

    /** Each as an instance of its own: neither knows what the other is at. */
    private Indexer indexer() {
        SearchConfig config = SearchConfig.from(RunningSearch.with(RunningSearch.settings(catalog.uri())));
        Clock clock = Clock.systemUTC();
        return new Indexer(
                new CatalogClient(config.catalog(), new ServiceTokens(config.ownTokens(), clock)),
                new IndexWriter(elastic, index),
                new Marks(noRedis, clock),
                new Generation(noRedis));
    }

    private static Event renamed() {
        return RunningSearch.published(channel(NEW, 2));
    }

    private static CatalogDocument channel(CatalogDocument.Channel named, long revision) {
        return Documents.channel(named, revision).document();
    }

    private Map<String, String> names(List<Documents> films) throws Exception {
        Map<String, String> names = new TreeMap<>();
        for (Documents film : films) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(
                                    URI.create(ElasticsearchServer.shared().url() + "/renamed/_doc/" + film.id()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            names.put(
                    film.id(),
                    Json.mapper()
                            .readTree(answer.body())
                            .at("/_source/channel/name")
                            .asText());
        }
        return names;
    }

    @Test
    void film_writtenUnderTheOldNameAfterTheRename_hasTheNewOne() throws Exception {
        Documents film = Documents.video("Analytical engine").of(OLD);
        catalog.put(channel(OLD, 1));
        catalog.put(film.document());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        catalog.beforeAnswer(() -> {
            catalog.beforeAnswer(() -> {});
            asked.countDown();
            await(mayGoOn);
        });
        CompletableFuture<Void> slow =
                CompletableFuture.runAsync(() -> content(RunningSearch.published(film.document())));
        await(asked);

        catalog.put(channel(NEW, 2));
        catalog.put(film.of(NEW).document());
        content(renamed());
        mayGoOn.countDown();
        slow.get(2, TimeUnit.MINUTES);

        assertThat(names(List.of(film))).containsOnly(Map.entry(film.id(), "Countess"));
    }

    /** More than a page of them, none of which queries can see yet. */
    @Test
    void films_writtenAMomentAgo_haveTheNewName() throws Exception {
        List<Documents> films = IntStream.range(0, 120)
                .mapToObj(number -> Documents.video("Engine " + number).of(OLD))
                .toList();
        new IndexWriter(elastic, index)
                .write(films.stream().map(Documents::document).toList(), List.of(), false);
        films.forEach(film -> catalog.put(film.of(NEW).document()));
        catalog.put(channel(NEW, 2));
        content(renamed());

        assertThat(names(films)).hasSize(120).values().containsOnly("Countess");
    }

    private void content(Event event) {
        try {
            indexer().content(List.of(event));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
