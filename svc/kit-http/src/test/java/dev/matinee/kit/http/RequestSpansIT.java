package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
            .routing(routing -> routing.get("/films/{id}", (request, response) -> response.send("a film")))
            .start();

    @AfterEach
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
