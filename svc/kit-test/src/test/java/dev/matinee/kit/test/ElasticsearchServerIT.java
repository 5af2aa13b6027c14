package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ElasticsearchServerIT {
    private final ElasticsearchServer server = ElasticsearchServer.shared();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void stopAndStart_keepsWhatWasWritten() throws Exception {
        assertThat(put("/kept", "{}")).isEqualTo(200);
        assertThat(put("/kept/_doc/1?refresh=true", "{\"a\":1}")).isEqualTo(201);

        server.stop();
        assertThat(server.running()).isFalse();
        server.start();

        assertThat(get("/kept/_search?q=a:1")).contains("\"_id\":\"1\"");
        server.deleteIndices();
        assertThat(get("/_cat/indices")).isEmpty();
    }

    @Test
    void write_intoAnIndexNobodyMade_isRefused() throws Exception {
        assertThat(put("/unknown/_doc/1", "{}")).isEqualTo(404);
    }

    private int put(String path, String body) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
