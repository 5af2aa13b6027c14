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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectUploadIT {
    private static final String UPLOADS = "/api/upload/v1/uploads";
    private static final String ORIGIN = "https://shop.example";

    private static final TestService service = new TestService(Map.of());
    private static EventLog events;

    private final TusClient maker = TusClient.creator(service);

    @BeforeAll
    static void start() {
        events = new EventLog();
    }

    @AfterAll
    static void stop() {
        events.close();
        service.close();
    }

    @AfterEach
    void turnBack() {
        service.clock.reset();
    }

    private HttpResponse<String> make(String json) {
        return service.send(HttpRequest.newBuilder(service.uri(UPLOADS))
                .header("Authorization", "Bearer " + maker.token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private JsonNode made(String content) throws Exception {
        HttpResponse<String> answer =
                make("{\"cors_origin\":\"" + ORIGIN + "\",\"timeout_s\":3600,\"content\":" + content + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.mapper().readTree(answer.body());
    }

    private JsonNode view(JsonNode direct) throws Exception {
        HttpResponse<String> answer = ask(direct, "GET", maker);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    private HttpResponse<String> ask(JsonNode direct, String method, TusClient who) {
        return service.send(HttpRequest.newBuilder(
                        service.uri(UPLOADS + "/" + direct.get("id").asText()))
                .header("Authorization", "Bearer " + who.token)
                .method(method, BodyPublishers.noBody()));
    }

    private static String path(JsonNode direct) {
        return URI.create(direct.get("url").asText()).getPath();
    }

    /** A request of somebody without a token. */
    private static HttpRequest.Builder open(String path) {
        return HttpRequest.newBuilder(service.uri(path))
                .header("Tus-Resumable", "1.0.0")
                .header("Origin", ORIGIN);
    }

    private static HttpResponse<String> begin(String path, int length) {
        return service.send(open(path)
                .header("Upload-Length", String.valueOf(length))
                .header("Upload-Metadata", TusClient.metadata(Map.of("filename", "mine.mp4", "title", "not by you")))
                .POST(BodyPublishers.noBody()));
    }

    private static HttpResponse<String> patch(String path, long offset, byte[] body) {
        return service.send(open(path)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", String.valueOf(offset))
                .method("PATCH", BodyPublishers.ofByteArray(body)));
    }

    @Test
    void url_takesOneUploadWithoutAToken() throws Exception {
        byte[] film = film(1_000, 1);
        String content = UUID.randomUUID().toString();
        JsonNode direct = made("{\"content_id\":\"" + content
                + "\",\"title\":\"A film\",\"visibility\":\"unlisted\",\"tags\":[\"a\",\"b\"]}");
        assertThat(direct.get("status").asText()).isEqualTo("waiting");
        assertThat(direct.get("url").asText()).startsWith("http://localhost:8080/api/upload/v1/direct/");

        HttpResponse<String> begun = begin(path(direct), film.length);
        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
        String path = TusClient.location(begun);
        assertThat(patch(path, 0, TusClient.slice(film, 0, 400)).statusCode()).isEqualTo(204);
        assertThat(begin(path(direct), film.length).statusCode()).isEqualTo(409);
        assertThat(patch(path, 400, TusClient.slice(film, 400, 1_000)).statusCode())
                .isEqualTo(204);
        assertThat(service.send(open(path).method("HEAD", BodyPublishers.noBody()))
                        .headers()
                        .firstValueAsLong("Upload-Offset"))
                .hasValue(1_000);
        assertThat(begin(path(direct), film.length).statusCode()).isEqualTo(409);

        JsonNode after = view(direct);
        assertThat(after.get("status").asText()).isEqualTo("asset_created");
        assertThat(after.has("url")).isFalse();
        assertThat(after.get("upload_id").asText()).isEqualTo(TusClient.id(path));
        JsonNode event = events.await("upload.completed", TusClient.id(path));
        assertThat(event.get("owner").asText()).isEqualTo(maker.subject);
        assertThat(event.get("content_id").asText()).isEqualTo(content);
        assertThat(event.at("/metadata/title").asText()).isEqualTo("A film");
        assertThat(event.at("/metadata/tags").asText()).isEqualTo("a,b");
        assertThat(event.at("/metadata/visibility").asText()).isEqualTo("unlisted");
        assertThat(event.at("/metadata/filename").asText()).isEqualTo("mine.mp4");
    }

    @Test
    void secret_isNotKept() throws Exception {
        JsonNode direct = made("{}");
        String secret = path(direct).substring(path(direct).lastIndexOf('/') + 1);
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
            String url = path(Json.mapper()
                    .readTree(own.send(HttpRequest.newBuilder(own.uri(UPLOADS))
                                    .header("Authorization", "Bearer " + maker.token)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(
                                            "{\"cors_origin\":\"" + ORIGIN + "\",\"timeout_s\":3600}")))
                            .body()));
            // A folder that is not there refuses bytes, which is logged.
            Files.delete(spool);
            var answer = own.send(HttpRequest.newBuilder(own.uri(url))
                    .header("Tus-Resumable", "1.0.0")
                    .header("Origin", ORIGIN)
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
        JsonNode direct = made("{}");
        var answer = service.send(HttpRequest.newBuilder(service.uri(path(direct)))
                .header("Tus-Resumable", "1.0.0")
                .header("Origin", "https://evil.example")
                .header("Upload-Length", "1")
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(view(direct).has("upload_id")).isFalse();
    }

    @Test
    void lostAnswer_mayBeginAgainWhileNothingWasSent() throws Exception {
        JsonNode direct = made("{}");
        String first = TusClient.location(begin(path(direct), 100));
        String second = TusClient.location(begin(path(direct), 100));
        assertThat(second).isNotEqualTo(first);
        assertThat(patch(first, 0, film(100, 2)).statusCode()).isEqualTo(410);
        assertThat(patch(second, 0, film(100, 2)).statusCode()).isEqualTo(204);
        assertThat(events.find("upload.abandoned", TusClient.id(first))).isEmpty();
    }

    @Test
    void cancelled_takesNothingMore() throws Exception {
        JsonNode direct = made("{}");
        String path = TusClient.location(begin(path(direct), 100));
        assertThat(patch(path, 0, film(50, 3)).statusCode()).isEqualTo(204);
        assertThat(ask(direct, "DELETE", maker).statusCode()).isEqualTo(204);
        assertThat(view(direct).get("status").asText()).isEqualTo("cancelled");
        assertThat(patch(path, 50, film(50, 3)).statusCode()).isEqualTo(410);
        assertThat(begin(path(direct), 100).statusCode()).isEqualTo(410);
        assertThat(Stored.keys(service)).doesNotContain("t/" + TusClient.id(path));
        assertThat(ask(direct, "DELETE", maker).statusCode()).isEqualTo(204);
    }

    @Test
    void cancelled_whileItsBytesArePutTogether_isRefusedAndBecomesContent() throws Exception {
        byte[] film = film(1_000, 5);
        JsonNode direct = made("{}");
        String id = TusClient.id(TusClient.location(begin(path(direct), film.length)));
        assembling(UUID.fromString(id), film);

        HttpResponse<String> refused = ask(direct, "DELETE", maker);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("upload_complete");
        assertThat(view(direct).get("status").asText()).isEqualTo("waiting");
        assertThat(service.running.assembly().finish(UUID.fromString(id))).isTrue();
        events.await("upload.completed", id);
        assertThat(view(direct).get("status").asText()).isEqualTo("asset_created");
    }

    /** As a process leaves an upload that dies between its last part and the completion. */
    private static void assembling(UUID id, byte[] film) {
        UploadStore store = service.store();
        Upload upload = store.claim(id).orElseThrow();
        String multipart = service.bucket.beginMultipart(upload.key());
        store.setMultipart(upload, multipart);
        try (PartSpool part = PartSpool.in(service.config.limits().spool())) {
            part.append(film, film.length);
            Upload.Part sent = service.bucket.putPart(upload.key(), multipart, 1, part);
            store.record(
                    upload, new UploadStore.Progress(0, film.length, List.of(sent), Optional.empty(), 2, true, true));
        }
    }

    @Test
    void timedOut_takesNothingMore() throws Exception {
        JsonNode direct = made("{}");
        String path = TusClient.location(begin(path(direct), 100));
        service.clock.turn(Duration.ofMinutes(61));
        assertThat(view(direct).get("status").asText()).isEqualTo("timed_out");
        assertThat(patch(path, 0, film(50, 4)).statusCode()).isEqualTo(410);
        service.running.sweeper().sweep();
        assertThat(view(direct).get("status").asText()).isEqualTo("timed_out");
        assertThat(events.await("upload.abandoned", TusClient.id(path))
                        .get("cause")
                        .asText())
                .isEqualTo("expired");
    }

    @Test
    void notMedia_isAnError() throws Exception {
        JsonNode direct = made("{}");
        byte[] page = "<html>".repeat(100).getBytes(StandardCharsets.UTF_8);
        String path = TusClient.location(begin(path(direct), page.length));
        assertThat(patch(path, 0, page).statusCode()).isEqualTo(415);
        JsonNode after = view(direct);
        assertThat(after.get("status").asText()).isEqualTo("errored");
        assertThat(after.at("/error/code").asText()).isEqualTo("not_media");
    }

    @Test
    void somebodyElse_neitherSeesNorCancels() throws Exception {
        JsonNode direct = made("{}");
        TusClient other = TusClient.creator(service);
        assertThat(ask(direct, "GET", other).statusCode()).isEqualTo(404);
        assertThat(ask(direct, "DELETE", other).statusCode()).isEqualTo(404);
        assertThat(ask(direct, "GET", new TusClient(service, maker.subject, "viewer"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(view(direct).get("status").asText()).isEqualTo("waiting");
    }

    @Test
    void uploadOfOneAddress_isNotThereAtAnother_norWithAToken() throws Exception {
        JsonNode direct = made("{}");
        String id = TusClient.id(TusClient.location(begin(path(direct), 100)));
        JsonNode other = made("{}");
        assertThat(patch(path(other) + "/" + id, 0, new byte[1]).statusCode()).isEqualTo(404);
        assertThat(maker.patch(TusClient.FILES + "/" + id, 0, new byte[1]).statusCode())
                .isEqualTo(404);
        String withToken = TusClient.id(maker.begin(100));
        assertThat(patch(path(direct) + "/" + withToken, 0, new byte[1]).statusCode())
                .isEqualTo(404);
    }

    @Test
    void closedLongAgo_isForgottenAfterItsUpload() throws Exception {
        JsonNode direct = made("{}");
        String path = TusClient.location(begin(path(direct), 100));
        assertThat(ask(direct, "DELETE", maker).statusCode()).isEqualTo(204);
        String id = direct.get("id").asText();
        JsonNode used = made("{}");
        assertThat(patch(TusClient.location(begin(path(used), 100)), 0, film(100, 5))
                        .statusCode())
                .isEqualTo(204);
        service.clock.turn(Duration.ofDays(8));
        service.running.sweeper().sweep();
        assertThat(service.value("SELECT count(*) FROM uploads WHERE id = ?::uuid", TusClient.id(path)))
                .isEqualTo("0");
        assertThat(service.value("SELECT count(*) FROM direct_uploads WHERE id = ?::uuid", id))
                .isEqualTo("0");
        assertThat(view(used).get("status").asText()).isEqualTo("asset_created");
    }

    /** Whoever has the address says nothing of what the photo is for; its maker did. */
    @Test
    void urlOfAPhoto_namesThePhotoThatItsMakerMeant() throws Exception {
        String album = UUID.randomUUID().toString();
        String photo = UUID.randomUUID().toString();
        JsonNode direct = made("{\"content_id\":\"" + album + "\",\"photo_id\":\"" + photo
                + "\",\"alt_text\":\"A hill\\nand a tree\"}");
        String path = TusClient.location(service.send(open(path(direct))
                .header("Upload-Length", "100")
                .header(
                        "Upload-Metadata",
                        TusClient.metadata(Map.of(
                                "filetype", "image/png",
                                "photo_id", UUID.randomUUID().toString(),
                                "alt_text", "Something else")))
                .POST(BodyPublishers.noBody())));
        assertThat(patch(path, 0, film(100, 7)).statusCode()).isEqualTo(204);

        JsonNode event = events.await("upload.completed", TusClient.id(path));
        assertThat(event.get("content_id").asText()).isEqualTo(album);
        assertThat(event.at("/metadata/photo_id").asText()).isEqualTo(photo);
        assertThat(event.at("/metadata/alt_text").asText()).isEqualTo("A hill\nand a tree");
        assertThat(event.at("/metadata/filetype").asText()).isEqualTo("image/png");
    }

    @Test
    void guessedSecret_isNotFound() {
        assertThat(begin("/api/upload/v1/direct/" + "A".repeat(43), 1).statusCode())
                .isEqualTo(404);
        assertThat(begin("/api/upload/v1/direct/short", 1).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"cors_origin\":\"https://a.example\"}",
                "{\"cors_origin\":\"https://a.example\",\"timeout_s\":59}",
                "{\"cors_origin\":\"https://a.example\",\"timeout_s\":604801}",
                "{\"cors_origin\":\"*\",\"timeout_s\":60}",
                "{\"cors_origin\":\"https://a.example/path\",\"timeout_s\":60}",
                "{\"cors_origin\":\"https://a.example\",\"timeout_s\":60,\"owner\":\"me\"}",
                "{\"cors_origin\":\"https://a.example\",\"timeout_s\":60,\"content\":{\"visibility\":\"all\"}}",
                "{\"cors_origin\":\"https://a.example\",\"timeout_s\":60,\"content\":{\"photo_id\":\"../etc\"}}",
                "{\"cors_origin\":\"https://a.example\",\"timeout_s\":60,\"content\":{\"tags\":[\"a,b\"]}}"
            })
    void oddBody_is400(String json) {
        HttpResponse<String> answer = make(json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_body");
    }
}
