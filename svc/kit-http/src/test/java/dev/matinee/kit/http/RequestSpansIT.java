package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

// One service for all: the first tracer of a JVM stays the global one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestSpansIT {
    private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer zipkin = zipkin();
    private final ServiceServer service = ServiceServer.builder(new ServiceSettings(
                    "films",
                    "films-1",
                    "9.9.9",
                    "localhost",
                    0,
                    "localhost",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(
                            URI.create("http://127.0.0.1:" + zipkin.getAddress().getPort())),
                    Duration.ZERO))
            .routing(routing -> routing.get("/films/{id}", (request, response) -> {
                try (ChildSpan outer = ChildSpan.begin("outer", Map.of("kind", "test"))) {
                    try (ChildSpan _ = ChildSpan.redis("get")) {
                        outer.failed();
                    }
                }
                response.send("a film");
            }))
            .start();

    @AfterAll
    void stopAll() {
        service.stop();
        zipkin.stop(0);
    }

    @Test
    void request_withTrace_goesOnWithIt() throws Exception {
        get("/films/untraced");
        get("/films/traced", "X-B3-TraceId", TRACE, "X-B3-SpanId", "a2fb4a1d1a96d312", "X-B3-Sampled", "1");
        Awaitility.await()
                .untilAsserted(() -> assertThat(String.join("\n", heard))
                        .contains(TRACE)
                        .contains("a2fb4a1d1a96d312")
                        .contains("/films/traced")
                        .contains("\"200\""));
        // It was answered first, so it would have been told by now.
        assertThat(String.join("\n", heard)).doesNotContain("/films/untraced");
    }

    @Test
    void request_withTraceInAnotherSpelling_goesOnWithIt() throws Exception {
        get("/films/w3c", "traceparent", "00-" + TRACE + "-a2fb4a1d1a96d312-01");
        get("/films/single", "b3", TRACE + "-a2fb4a1d1a96d312-1");
        Awaitility.await()
                .untilAsserted(() -> assertThat(String.join("\n", heard))
                        .contains(TRACE)
                        .contains("/films/w3c")
                        .contains("/films/single"));
    }

    @Test
    void step_withinATrace_isAChildOfWhatItIsIn() throws Exception {
        String trace = "563ac35c9f6413ad48485a3953bb6124";
        get("/films/untraced");
        get("/films/steps", "X-B3-TraceId", trace, "X-B3-SpanId", "a2fb4a1d1a96d312", "X-B3-Sampled", "1");
        Awaitility.await().untilAsserted(() -> assertThat(spans(trace)).hasSize(3));
        JsonNode request = span(trace, "http request");
        JsonNode outer = span(trace, "outer");
        JsonNode redis = span(trace, "redis get");
        assertThat(outer.path("parentId").asText()).isEqualTo(request.path("id").asText());
        assertThat(outer.at("/tags/kind").asText()).isEqualTo("test");
        assertThat(outer.path("tags").has("error")).isTrue();
        assertThat(redis.path("parentId").asText()).isEqualTo(outer.path("id").asText());
        assertThat(redis.at("/tags/db.system").asText()).isEqualTo("redis");
        assertThat(redis.path("tags").has("error")).isFalse();
    }

    @Test
    void request_notSampled_isNotTold() throws Exception {
        String not = "663ac35c9f6413ad48485a3953bb6124";
        String sampled = "763ac35c9f6413ad48485a3953bb6124";
        get("/films/not-sampled", "X-B3-TraceId", not, "X-B3-SpanId", "a2fb4a1d1a96d312", "X-B3-Sampled", "0");
        get("/films/flag", "traceparent", "00-" + not + "-a2fb4a1d1a96d312-00");
        get("/films/sampled", "X-B3-TraceId", sampled, "X-B3-SpanId", "a2fb4a1d1a96d312", "X-B3-Sampled", "1");
        Awaitility.await().untilAsserted(() -> assertThat(spans(sampled)).hasSize(3));
        // They were answered first, so they would have been told by now.
        assertThat(spans(not)).isEmpty();
    }

    private List<JsonNode> spans(String trace) {
        List<JsonNode> all = new ArrayList<>();
        for (String text : heard) {
            try {
                Json.mapper().readTree(text).forEach(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.stream()
                .filter(span -> span.path("traceId").asText().equals(trace))
                .toList();
    }

    private JsonNode span(String trace, String name) {
        return spans(trace).stream()
                .filter(span -> span.path("name").asText().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void request_thatFails_isToldWithItsStatus() throws Exception {
        get("/films/1/none", "X-B3-TraceId", TRACE, "X-B3-SpanId", "a2fb4a1d1a96d312", "X-B3-Sampled", "1");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(String.join("\n", heard)).contains(TRACE).contains("\"404\""));
    }

    private void get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    }

    private HttpServer zipkin() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                InputStream in = exchange.getRequestBody();
                boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                heard.add(new String((zipped ? new GZIPInputStream(in) : in).readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
