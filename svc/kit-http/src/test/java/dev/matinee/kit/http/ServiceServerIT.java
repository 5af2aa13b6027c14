package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceServerIT {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> consulHeard = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ending = new CountDownLatch(1);
    private HttpServer consul = freshConsul();
    private ServiceServer service = start();

    record Film(String title, int year) {
        Film {
            if (title.isBlank()) {
                throw new IllegalArgumentException("a title has letters");
            }
        }
    }

    @BeforeEach
    void awaitRegistration() {
        Awaitility.await()
                .until(() -> consulHeard.stream().anyMatch(line -> line.startsWith("/v1/agent/service/register")));
    }

    @AfterEach
    void stopAll() {
        service.stop();
        consul.stop(0);
    }

    @Test
    void get_unknownPath_is404Problem() throws Exception {
        HttpResponse<String> response = get("/api/films/v1/nothing");

        assertProblem(response, 404, "not_found");
    }

    @Test
    void get_pathWithParameters_isRefusedBeforeItIsResolved() throws Exception {
        assertProblem(get("/api/films/v1/..;/..;/..;/observe/metrics"), 400, "bad_request");
        assertProblem(get("/observe/metrics;x=1"), 400, "bad_request");
    }

    @Test
    void start_portTaken_saysSo() {
        ServiceSettings taken = new ServiceSettings(
                "films",
                "films-2",
                "9.9.9",
                "localhost",
                service.port(),
                "localhost",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);

        Assertions.assertThatThrownBy(() -> ServiceServer.builder(taken).start())
                .hasMessageContaining("cannot listen");
    }

    @Test
    void get_handlerThrows_is500WithoutDetails() throws Exception {
        HttpResponse<String> response = get("/api/films/v1/broken");

        assertProblem(response, 500, "internal");
        assertThat(response.body()).doesNotContain("secret detail").doesNotContain("IllegalStateException");
    }

    @Test
    void post_unknownField_is400WithItsPointer() throws Exception {
        JsonNode problem = assertProblem(post("{\"title\":\"Bunny\",\"year\":2008,\"id\":7}"), 400, "invalid_body");

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/id");
    }

    @Test
    void post_recordRefuses_is400WithItsSentence() throws Exception {
        JsonNode problem = assertProblem(post("{\"title\":\" \",\"year\":2008}"), 400, "invalid_body");

        assertThat(problem.at("/errors/0/detail").asText()).isEqualTo("a title has letters");
    }

    @Test
    void post_notJson_is400() throws Exception {
        assertProblem(post("{oops"), 400, "invalid_body");
    }

    @Test
    void post_tooLarge_is413() throws Exception {
        assertProblem(
                post("{\"title\":\"" + "x".repeat(Json.MAX_BODY_BYTES) + "\",\"year\":1}"), 413, "body_too_large");
    }

    @Test
    void post_otherContentType_is415() throws Exception {
        HttpResponse<String> response = client.send(
                request("/api/films/v1/films")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertProblem(response, 415, "unsupported_media_type");
    }

    @Test
    void post_fits_answersJson() throws Exception {
        HttpResponse<String> response = post("{\"title\":\"Bunny\",\"year\":2008}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"title\":\"Bunny\",\"year\":2008}");
    }

    @Test
    void get_databaseAway_is503WithRetryAfter() throws Exception {
        HttpResponse<String> response = get("/api/films/v1/away");

        assertProblem(response, 503, "unavailable");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void health_partAway_isNotReadyButLive() throws Exception {
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(200);
        ready.set(false);

        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_afterRequests_countThem() throws Exception {
        get("/api/films/v1/nothing");

        assertThat(get("/observe/metrics").body())
                .contains("films_requests_seconds_count")
                .contains("http_problems_total");
    }

    @Test
    void problem_requestBroughtAName_bearsIt() throws Exception {
        HttpResponse<String> named = client.send(
                request("/api/films/v1/nothing")
                        .header("X-Request-Id", "proxy-7")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> forged = client.send(
                request("/api/films/v1/nothing").header("X-Request-Id", "a b{}").build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(named.headers().firstValue("X-Request-Id")).hasValue("proxy-7");
        assertThat(forged.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f-]{36}");
    }

    @Test
    void metrics_pathsAndMethodsThatAClientMadeUp_countUnderOneName() throws Exception {
        for (int i = 0; i < 20; i++) {
            get("/api/films/v1/made-up-" + i);
            client.send(
                    request("/api/films/v1/films")
                            .method("MADEUP" + i, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        assertThat(get("/observe/metrics").body())
                .contains("route=\"none\"")
                .contains("method=\"OTHER\"")
                .doesNotContainIgnoringCase("made-up-")
                .doesNotContainIgnoringCase("MADEUP");
    }

    @Test
    void start_registersWithHealthCheckAndTags() {
        String entry = consulHeard.getFirst();

        assertThat(entry)
                .contains("\"traefik.enable=true\"")
                .contains("traefik.http.routers.films.rule")
                .contains("/observe/health/ready")
                .contains("\"version\":\"9.9.9\"");
    }

    @Test
    void stop_leavesConsulThenClosesWhatItHolds() {
        service.stop();

        assertThat(consulHeard.getLast()).startsWith("/v1/agent/service/deregister/films-1");
        assertThat(closed).isTrue();
    }

    @Test
    void stop_endsAnswersThatWouldGoOnForEver_whileTheyCanStillBeSent() throws Exception {
        HttpResponse<InputStream> endless =
                client.send(request("/api/films/v1/endless").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream said = endless.body()) {
            assertThat(said.read()).isEqualTo('a');

            service.stop();

            assertThat(new String(said.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("b");
        }
    }

    private ServiceServer start() {
        ServiceSettings settings = new ServiceSettings(
                "films",
                "films-1",
                "9.9.9",
                "localhost",
                0,
                "localhost",
                Optional.of(URI.create("http://localhost:" + consul.getAddress().getPort())),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMillis(50));
        return ServiceServer.builder(settings)
                .routing(routing -> routing.get("/api/films/v1/broken", (request, response) -> {
                            throw new IllegalStateException("secret detail");
                        })
                        .get("/api/films/v1/endless", (request, response) -> {
                            try (OutputStream out = response.outputStream()) {
                                out.write('a');
                                out.flush();
                                ending.await();
                                out.write('b');
                            }
                        })
                        .get("/api/films/v1/away", (request, response) -> {
                            throw new IllegalStateException(new TimeoutException("away"));
                        })
                        .post(
                                "/api/films/v1/films",
                                (request, response) -> Json.send(response, Json.read(request, Film.class))))
                .ready("store", ready::get)
                .passing(failure -> failure.getCause() instanceof TimeoutException)
                .tags(List.of("traefik.http.routers.films.rule=PathPrefix(`/api/films/`)"))
                .draining(ending::countDown)
                .closing(() -> closed.set(true))
                .start();
    }

    /** Hears what an agent would be told; what an agent does with it is tried on the whole platform. */
    private HttpServer freshConsul() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                consulHeard.add(exchange.getRequestURI() + " " + body);
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode assertProblem(HttpResponse<String> response, int status, String code) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Json.mapper().readTree(response.body());
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(Map.of("detail", problem.get("detail").asText())).doesNotContainValue("");
        return problem;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws Exception {
        return client.send(
                request("/api/films/v1/films")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.uri().resolve(path)).timeout(Duration.ofSeconds(20));
    }
}
