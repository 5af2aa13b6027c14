package dev.matinee.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.io.IOException;
import java.time.Duration;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClient;

/** The connection to Elasticsearch, and which of its failures mean that it is away. */
final class Elastic implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int WRITE_TIMES = 6;
    /** The platform's, but what is read is a value within Elasticsearch's answer, and that answer is nobody's attack. */
    private static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final RestClientOptions AT_ONCE = new RestClientOptions(
            RequestOptions.DEFAULT.toBuilder()
                    .setRequestConfig(RequestConfig.custom()
                            .setConnectTimeout(300)
                            .setConnectionRequestTimeout(300)
                            .setSocketTimeout(800)
                            .build())
                    .build(),
            false);

    private final ElasticsearchTransport reads;
    private final ElasticsearchTransport writes;

    Elastic(SearchConfig.Elasticsearch settings) {
        this.reads = transport(settings, settings.timeout());
        this.writes = transport(settings, settings.timeout().multipliedBy(WRITE_TIMES));
    }

    /** What is done with Elasticsearch. */
    @FunctionalInterface
    interface Call<T> {
        T ask(ElasticsearchClient client) throws IOException;
    }

    /**
     * Asks it for somebody who waits.
     *
     * @throws ProblemException 503 while it is away
     */
    <T> T ask(Call<T> call) {
        try {
            return call.ask(new ElasticsearchClient(reads));
        } catch (IOException e) {
            throw ProblemException.of(SearchError.INDEX_AWAY, e);
        } catch (ElasticsearchException e) {
            if (away(e)) {
                throw ProblemException.of(SearchError.INDEX_AWAY, e);
            }
            throw e;
        }
    }

    /** Changes it; nobody waits, so there is more time. */
    <T> T write(Call<T> call) throws AwayException {
        try {
            return call.ask(new ElasticsearchClient(writes));
        } catch (IOException e) {
            throw new AwayException("Elasticsearch", e);
        } catch (ElasticsearchException e) {
            if (away(e)) {
                throw new AwayException("Elasticsearch", e);
            }
            throw e;
        }
    }

    /** Whether queries can be answered: it is there and has what is asked. Tells within a second. */
    boolean serves(String alias) {
        try {
            return new ElasticsearchClient(reads, AT_ONCE)
                    .indices()
                    .existsAlias(request -> request.name(alias))
                    .value();
        } catch (IOException | ElasticsearchException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        reads.close();
        writes.close();
    }

    /** Too busy, or without a node or a shard that could answer. */
    static boolean away(ElasticsearchException failure) {
        return away(failure.status());
    }

    static boolean away(int status) {
        return status == 429 || status >= 502;
    }

    private static ElasticsearchTransport transport(SearchConfig.Elasticsearch settings, Duration timeout) {
        RestClient client = RestClient.builder(settings.urls().stream()
                        .map(url -> new HttpHost(url.getHost(), url.getPort(), url.getScheme()))
                        .toArray(HttpHost[]::new))
                .setRequestConfigCallback(config -> config.setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setConnectionRequestTimeout((int) timeout.toMillis())
                        .setSocketTimeout((int) timeout.toMillis()))
                // It would copy its cache by Java serialisation for each request, which Helidon forbids.
                .setHttpClientConfigCallback(http -> http.setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .disableAuthCaching())
                .build();
        return new RestClientTransport(client, new JacksonJsonpMapper(MAPPER));
    }
}
