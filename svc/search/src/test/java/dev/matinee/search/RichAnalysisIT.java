package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.ElasticsearchServer;
import dev.matinee.search.ContentIndex.Analysis;
import java.io.StringReader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server can do decides how the index is made: the core's words, or folding and stemming where it has them. */
class RichAnalysisIT {
    private final RedisLink noRedis =
            new RedisLink(new RedisSettings(URI.create("redis://127.0.0.1:1"), Optional.empty()));

    @AfterEach
    void close() {
        noRedis.close();
    }

    private static Elastic on(ElasticsearchServer server) {
        return new Elastic(new SearchConfig.Elasticsearch(List.of(server.url()), Duration.ofSeconds(10)));
    }

    private static ContentIndex index(Elastic elastic) {
        return new ContentIndex(elastic, new SearchConfig.Index("analysis", 1, 0));
    }

    private static void clean(Elastic elastic) throws Exception {
        elastic.write(client ->
                client.indices().delete(request -> request.index("analysis-*").ignoreUnavailable(true)));
    }

    @Test
    void analysis_isAskedOfTheServer() throws Exception {
        try (Elastic core = on(ElasticsearchServer.shared());
                Elastic rich = on(ElasticsearchServer.rich())) {
            assertThat(index(core).analysis()).isEqualTo(Analysis.CORE);
            assertThat(index(rich).analysis()).isEqualTo(Analysis.RICH);
        }
    }

    /** The core server reads all of the rich definition and refuses exactly what it does not have. */
    @Test
    void richDefinition_onACoreServer_lacksOnlyTheFilters() throws Exception {
        try (Elastic core = on(ElasticsearchServer.shared())) {
            core.write(client -> client.indices()
                    .create(request -> request.withJson(
                                    new StringReader(Analysis.RICH.definition().toString()))
                            .index("analysis-rich")));
            throw new AssertionError("it has stemmers");
        } catch (ElasticsearchException e) {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.getMessage()).containsAnyOf("[stemmer]", "[asciifolding]");
        }
    }

    /** What the same questions find on either: folding and stemming find more, and the rest stays found. */
    @ParameterizedTest
    @EnumSource(Analysis.class)
    void questions_findWhatTheServersAnalysisMakesOfThem(Analysis analysis) throws Exception {
        boolean rich = analysis == Analysis.RICH;
        try (Elastic elastic = on(rich ? ElasticsearchServer.rich() : ElasticsearchServer.shared())) {
            try {
                ContentIndex index = index(elastic);
                index.ensure();
                Documents film =
                        Documents.video("Running rabbits").saying(new CatalogDocument.Cue("en", 1, 2, "hello there"));
                new IndexWriter(elastic, index)
                        .write(
                                List.of(
                                        film.document(),
                                        Documents.video("Crème brûlée").document(),
                                        Documents.video("The swimmers' lessons").document(),
                                        Documents.video("Tagged").tagged("café").document()),
                                List.of(),
                                true);

                assertThat(found(elastic, index, "runing rabbits")).containsExactly("Running rabbits");
                assertThat(found(elastic, index, "hello")).containsExactly("Running rabbits");
                assertThat(found(elastic, index, "\"Crème brûlée\"")).containsExactly("Crème brûlée");
                assertThat(found(elastic, index, "\"creme brulee\""))
                        .isEqualTo(rich ? List.of("Crème brûlée") : List.of());
                assertThat(found(elastic, index, "runs")).isEqualTo(rich ? List.of("Running rabbits") : List.of());
                assertThat(found(elastic, index, "cafe -rabbits")).containsExactly("Tagged");
            } finally {
                clean(elastic);
            }
        }
    }

    private List<String> found(Elastic elastic, ContentIndex index, String text) {
        Clock clock = Clock.systemUTC();
        return new Searcher(
                        elastic,
                        index.alias(),
                        new Snapshots(elastic, index.alias(), new Generation(noRedis)),
                        new Marks(noRedis, clock),
                        clock)
                .first(RelevanceIT.question(text)).data().stream()
                        .map(Found.Item::title)
                        .toList();
    }
}
