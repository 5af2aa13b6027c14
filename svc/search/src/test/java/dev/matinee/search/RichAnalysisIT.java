package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import dev.matinee.kit.kafka.BatchHandler;
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

/**
 * What the server can do decides how the index is made. Tests run on the core distribution; {@code ELASTICSEARCH_RICH_URL}
 * names a full one, on which folding and stemming are tried too.
 */
class RichAnalysisIT {
    private final Optional<URI> full =
            Optional.ofNullable(System.getenv("ELASTICSEARCH_RICH_URL")).map(URI::create);
    private final Elastic elastic = new Elastic(new SearchConfig.Elasticsearch(
            List.of(full.orElseGet(() -> ElasticsearchServer.shared().url())), Duration.ofSeconds(10)));
    private final ContentIndex index = new ContentIndex(elastic, new SearchConfig.Index("analysis", 1, 0));
    private final RedisLink noRedis =
            new RedisLink(new RedisSettings(URI.create("redis://127.0.0.1:1"), Optional.empty()));

    @AfterEach
    void clean() throws Exception {
        elastic.write(client ->
                client.indices().delete(request -> request.index("analysis-*").ignoreUnavailable(true)));
        elastic.close();
        noRedis.close();
    }

    @Test
    void analysis_isAskedOfTheServer() throws Exception {
        assertThat(index.analysis()).isEqualTo(full.isPresent() ? Analysis.RICH : Analysis.CORE);
    }

    /** The core server reads all of the rich definition and refuses exactly what it does not have. */
    @Test
    void richDefinition_onACoreServer_lacksOnlyTheFilters() {
        assumeThat(full).isEmpty();
        try {
            elastic.write(client -> client.indices()
                    .create(request -> request.withJson(
                                    new StringReader(Analysis.RICH.definition().toString()))
                            .index("analysis-rich")));
            throw new AssertionError("it has stemmers");
        } catch (ElasticsearchException e) {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.getMessage()).containsAnyOf("[stemmer]", "[asciifolding]");
        } catch (BatchHandler.AwayException e) {
            throw new AssertionError(e);
        }
    }

    /** The same mapping with the filters that there are: its fields are good, and every query works on them. */
    @Test
    void richMapping_withTheCoresFilters_isTakenAndAsked() throws Exception {
        String plain = Analysis.RICH
                .definition()
                .toString()
                .replace("{\"type\":\"stemmer\",\"language\":\"possessive_english\"}", "{\"type\":\"stop\"}")
                .replace("{\"type\":\"stemmer\",\"language\":\"english\"}", "{\"type\":\"stop\"}")
                .replace(",\"asciifolding\"", "");
        elastic.write(client -> client.indices()
                .create(request -> request.withJson(new StringReader(plain)).index("analysis-v1")));
        elastic.write(client -> client.indices()
                .putAlias(request -> request.index("analysis-v1").name("analysis")));
        Documents film = Documents.video("Running rabbits").saying(new CatalogDocument.Cue("en", 1, 2, "hello there"));
        new IndexWriter(elastic, index).write(List.of(film.document()), List.of(), true);

        assertThat(found("runing rabbits")).containsExactly("Running rabbits");
        assertThat(found("hello")).containsExactly("Running rabbits");
    }

    @Test
    void foldAndStem_whereTheServerCan() throws Exception {
        assumeThat(full).isPresent();
        index.ensure();
        new IndexWriter(elastic, index)
                .write(
                        List.of(
                                Documents.video("Crème brûlée").document(),
                                Documents.video("The swimmers' lessons").document()),
                        List.of(),
                        true);

        assertThat(found("\"creme brulee\"")).containsExactly("Crème brûlée");
        assertThat(found("swimming lesson")).containsExactly("The swimmers' lessons");
    }

    private List<String> found(String text) {
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
