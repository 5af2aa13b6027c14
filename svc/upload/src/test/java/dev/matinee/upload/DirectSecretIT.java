package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.kit.http.Json;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who has the address may upload, and nobody else learns it or anything by it. */
class DirectSecretIT {
    private static final TestService service = new TestService(Map.of());

    private final DirectClient direct = new DirectClient(service);

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void secret_isNotKept() throws Exception {
        JsonNode url = direct.made("{}");
        String secret = DirectClient.path(url).substring(DirectClient.path(url).lastIndexOf('/') + 1);
        assertThat(service.value("SELECT count(*) FROM direct_uploads d WHERE d::text LIKE '%' || ? || '%'", secret))
                .isEqualTo("0");
    }

    @Test
    void secret_isInNeitherLogsNorTraces() throws Exception {
        List<String> traces = new CopyOnWriteArrayList<>();
        HttpServer zipkin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        zipkin.createContext("/", exchange -> {
            InputStream in = exchange.getRequestBody();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            traces.add(new String((zipped ? new GZIPInputStream(in) : in).readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        zipkin.start();
        List<String> logs = new CopyOnWriteArrayList<>();
        Handler reader = new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
                logs.add(new SimpleFormatter().formatMessage(line));
            }
        };
        Logger.getLogger("").addHandler(reader);
        Path spool = Files.createTempDirectory("matinee-spool-");
        TestService own = new TestService(Map.of(
                "upload.spool.folder",
                spool.toString(),
                "zipkin.url",
                "http://127.0.0.1:" + zipkin.getAddress().getPort()));
        try {
            String url = DirectClient.path(Json.mapper()
                    .readTree(own.send(HttpRequest.newBuilder(own.uri(DirectClient.UPLOADS))
                                    .header("Authorization", "Bearer " + direct.maker.token)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(
                                            "{\"cors_origin\":\"" + DirectClient.ORIGIN + "\",\"timeout_s\":3600}")))
                            .body()));
            // A folder that is not there refuses bytes, which is logged.
            Files.delete(spool);
            var answer = own.send(HttpRequest.newBuilder(own.uri(url))
                    .header("Tus-Resumable", "1.0.0")
                    .header("Origin", DirectClient.ORIGIN)
                    .header("Upload-Length", "100")
                    .header("Content-Type", "application/offset+octet-stream")
                    // A trace of its own, since only a request that comes with one is traced.
                    .header("X-B3-TraceId", "463ac35c9f6413ad48485a3953bb6124")
                    .header("X-B3-SpanId", "a2fb4a1d1a96d312")
                    .header("X-B3-Sampled", "1")
                    .POST(BodyPublishers.ofByteArray(film(100, 1))));
            assertThat(answer.statusCode()).isEqualTo(503);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(String.join("\n", traces)).contains("direct"));
            assertThat(String.join("\n", logs)).contains("spool_away at POST /api/upload/v1/direct/…");
            String secret = url.substring(url.lastIndexOf('/') + 1);
            assertThat(String.join("\n", logs)).doesNotContain(secret);
            assertThat(String.join("\n", traces)).doesNotContain(secret);
        } finally {
            own.close();
            Logger.getLogger("").removeHandler(reader);
            zipkin.stop(0);
        }
    }

    @Test
    void anotherOrigin_isRefused() throws Exception {
        JsonNode url = direct.made("{}");
        var answer = service.send(HttpRequest.newBuilder(service.uri(DirectClient.path(url)))
                .header("Tus-Resumable", "1.0.0")
                .header("Origin", "https://evil.example")
                .header("Upload-Length", "1")
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(direct.view(url).has("upload_id")).isFalse();
    }

    @Test
    void somebodyElse_neitherSeesNorCancels() throws Exception {
        JsonNode url = direct.made("{}");
        TusClient other = TusClient.creator(service);
        assertThat(direct.ask(url, "GET", other).statusCode()).isEqualTo(404);
        assertThat(direct.ask(url, "DELETE", other).statusCode()).isEqualTo(404);
        assertThat(direct.ask(url, "GET", new TusClient(service, direct.maker.subject, "viewer"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(direct.view(url).get("status").asText()).isEqualTo("waiting");
    }

    @Test
    void uploadOfOneAddress_isNotThereAtAnother_norWithAToken() throws Exception {
        JsonNode url = direct.made("{}");
        String id = TusClient.id(TusClient.location(direct.begin(DirectClient.path(url), 100)));
        JsonNode other = direct.made("{}");
        assertThat(direct.patch(DirectClient.path(other) + "/" + id, 0, new byte[1])
                        .statusCode())
                .isEqualTo(404);
        assertThat(direct.maker
                        .patch(TusClient.FILES + "/" + id, 0, new byte[1])
                        .statusCode())
                .isEqualTo(404);
        String withToken = TusClient.id(direct.maker.begin(100));
        assertThat(direct.patch(DirectClient.path(url) + "/" + withToken, 0, new byte[1])
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void guessedSecret_isNotFound() {
        assertThat(direct.begin("/api/upload/v1/direct/" + "A".repeat(43), 1).statusCode())
                .isEqualTo(404);
        assertThat(direct.begin("/api/upload/v1/direct/short", 1).statusCode()).isEqualTo(404);
    }
}
