package dev.matinee.upload;

import static dev.matinee.upload.TusClient.FILES;
import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.Json;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tus 1.0.0, status by status. */
class ProtocolIT {
    private final TestService service = TestService.shared();
    private final TusClient client = TusClient.creator(service);

    static void assertProblem(HttpResponse<String> answer, int status, UploadError error) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Tus-Resumable")).hasValue("1.0.0");
        assertThat(Json.mapper().readTree(answer.body()).get("code").asText()).isEqualTo(error.code());
    }

    @Test
    void options_tellWhatIsPossible() {
        var answer =
                service.send(HttpRequest.newBuilder(service.uri(FILES)).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertThat(answer.headers().firstValue("Tus-Extension").orElseThrow().split(","))
                .containsExactlyInAnyOrder(
                        "creation",
                        "creation-with-upload",
                        "creation-defer-length",
                        "expiration",
                        "checksum",
                        "termination",
                        "concatenation");
        assertThat(answer.headers().firstValue("Tus-Checksum-Algorithm")).hasValue("sha1,sha256");
        assertThat(answer.headers().firstValueAsLong("Tus-Max-Size")).hasValue(8_589_934_592L);
    }

    @Test
    void options_ofAPage_allowsAndShowsTheHeaders() {
        var answer = service.send(HttpRequest.newBuilder(service.uri(FILES))
                .header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
                .contains("PATCH", "HEAD", "DELETE");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Upload-Offset", "Authorization", "Tus-Resumable");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Upload-Offset", "Location", "Upload-Expires");
    }

    @Test
    void failure_isShownToThePageToo() throws Exception {
        var answer = service.send(
                client.request(FILES).header("Origin", "https://example.org").POST(BodyPublishers.noBody()));
        assertProblem(answer, 400, UploadError.LENGTH_NEEDED);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void create_showsWhereAndUntilWhen() {
        var created = client.create(10, Map.of("filename", "a.mp4"));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location").orElseThrow()).startsWith("/api/upload/v1/files/");
        assertThat(created.headers().firstValueAsLong("Upload-Offset")).hasValue(0);
        ZonedDateTime expires = ZonedDateTime.parse(
                created.headers().firstValue("Upload-Expires").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(expires.toInstant()).isAfter(service.clock.instant());
    }

    @Test
    void head_saysWhatWasSaid() {
        String metadata = "filename YS5tcDQ=,odd";
        String path = TusClient.location(service.send(client.request(FILES)
                .header("Upload-Length", "10")
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody())));
        var head = client.head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Upload-Offset")).hasValue(0);
        assertThat(head.headers().firstValueAsLong("Upload-Length")).hasValue(10);
        assertThat(head.headers().firstValue("Upload-Metadata")).hasValue(metadata);
        assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(head.headers().firstValue("Upload-Expires")).isPresent();
    }

    @Test
    void head_unknown_hasNoBodyAndKeepsTheConnection() throws Exception {
        String[] headers = {"Authorization: Bearer " + client.token};
        try (RawRequest request = new RawRequest(service, "HEAD " + FILES + "/" + UUID.randomUUID(), headers)) {
            assertThat(request.head().getFirst()).contains(" 404 ");
            // A body here would be taken for the next answer.
            assertThat(request.again("GET /api/upload/v1/openapi.yaml").head().getFirst())
                    .contains(" 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "..%2f..%2fetc", "00000000-0000-0000-0000-00000000000Z", "%00"})
    void oddId_isNotFound(String id) {
        assertThat(client.head(FILES + "/" + id).statusCode()).isIn(400, 404);
    }

    @Test
    void wrongVersion_is412() throws Exception {
        String path = client.begin(10);
        var answer = service.send(HttpRequest.newBuilder(service.uri(path))
                .header("Tus-Resumable", "0.2.2")
                .header("Authorization", "Bearer " + client.token)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "0")
                .method("PATCH", BodyPublishers.ofString("0123456789")));
        assertProblem(answer, 412, UploadError.VERSION_UNSUPPORTED);
        assertThat(answer.headers().firstValue("Tus-Version")).hasValue("1.0.0");
        assertThat(client.offset(path)).isZero();
    }

    @Test
    void nobody_is401_viewer_is403() {
        var nobody = service.send(HttpRequest.newBuilder(service.uri(FILES))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "1")
                .POST(BodyPublishers.noBody()));
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(new TusClient(service, "viewer", "viewer")
                        .create(1, Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void somebodyElses_isNotFound_byEveryVerb() throws Exception {
        byte[] film = film(100, 1);
        String path = client.begin(100);
        for (String role : new String[] {"creator", "moderator", "operator"}) {
            TusClient other = new TusClient(service, UUID.randomUUID().toString(), "creator", role);
            assertThat(other.head(path).statusCode()).isEqualTo(404);
            assertProblem(other.patch(path, 0, film), 404, UploadError.UPLOAD_NOT_FOUND);
            assertProblem(other.delete(path), 404, UploadError.UPLOAD_NOT_FOUND);
        }
        assertThat(client.patch(path, 0, film).statusCode()).isEqualTo(204);
    }

    @Test
    void patch_wrongOffset_is409AndChangesNothing() throws Exception {
        byte[] film = film(1_000, 1);
        String path = client.begin(film.length);
        assertThat(client.patch(path, 0, slice(film, 0, 400)).statusCode()).isEqualTo(204);
        for (long wrong : new long[] {0, 399, 401, 1_000}) {
            var answer = client.patch(path, wrong, new byte[1]);
            assertProblem(answer, 409, UploadError.OFFSET_MISMATCH);
            assertThat(answer.headers().firstValueAsLong("Upload-Offset")).hasValue(400);
        }
        assertThat(client.offset(path)).isEqualTo(400);
    }

    @Test
    void patch_otherContentType_is415() throws Exception {
        String path = client.begin(10);
        var answer = service.send(client.request(path)
                .header("Content-Type", "application/octet-stream")
                .header("Upload-Offset", "0")
                .method("PATCH", BodyPublishers.ofString("0123456789")));
        assertProblem(answer, 415, UploadError.CONTENT_TYPE);
        assertThat(client.offset(path)).isZero();
    }

    @Test
    void patch_pastTheEnd_is413() throws Exception {
        String path = client.begin(10);
        assertProblem(client.patch(path, 0, new byte[11]), 413, UploadError.BODY_TOO_LONG);
        assertThat(client.offset(path)).isZero();
    }

    @Test
    void patch_chunkedPastTheEnd_is413AndNotComplete() throws Exception {
        String path = client.begin(10);
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[11]));
        assertProblem(client.patch(path, 0, body), 413, UploadError.BODY_TOO_LONG);
        assertThat(client.offset(path)).isZero();
    }

    @Test
    void patch_chunked_counts() {
        byte[] film = film(300_000, 3);
        String path = client.begin(film.length);
        var answer = client.patch(path, 0, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(film)));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void patch_again_whenComplete_doesNothing() throws Exception {
        byte[] film = film(1_000, 4);
        String path = client.begin(film.length);
        assertThat(client.patch(path, 0, film).statusCode()).isEqualTo(204);
        var empty = client.patch(path, film.length, new byte[0]);
        assertThat(empty.statusCode()).isEqualTo(204);
        assertThat(empty.headers().firstValueAsLong("Upload-Offset")).hasValue(film.length);
        assertProblem(client.patch(path, film.length, new byte[1]), 413, UploadError.BODY_TOO_LONG);
        assertProblem(client.delete(path), 409, UploadError.UPLOAD_COMPLETE);
    }

    @Test
    void create_tooLarge_is413() throws Exception {
        assertProblem(client.create(8_589_934_593L, Map.of()), 413, UploadError.TOO_LARGE);
    }

    @Test
    void create_oddMetadata_is400() throws Exception {
        var answer = service.send(client.request(FILES)
                .header("Upload-Length", "10")
                .header(
                        "Upload-Metadata",
                        "content_id " + Base64.getEncoder().encodeToString("x".getBytes(StandardCharsets.UTF_8)))
                .POST(BodyPublishers.noBody()));
        assertProblem(answer, 400, UploadError.INVALID_METADATA);
    }

    @Test
    void create_withFirstBytes() {
        byte[] film = film(1_000, 5);
        var created = service.send(client.request(FILES)
                .header("Upload-Length", "1000")
                .header("Content-Type", "application/offset+octet-stream")
                .POST(BodyPublishers.ofByteArray(slice(film, 0, 300))));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValueAsLong("Upload-Offset")).hasValue(300);
        String path = TusClient.location(created);
        assertThat(client.patch(path, 300, slice(film, 300, 1_000)).statusCode())
                .isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void create_withABodyOfAnotherType_is415() throws Exception {
        var answer = service.send(client.request(FILES)
                .header("Upload-Length", "10")
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofByteArray(new byte[10])));
        assertProblem(answer, 415, UploadError.CONTENT_TYPE);
    }

    @Test
    void create_empty_isCompleteAtOnce() {
        String path = client.begin(0);
        assertThat(client.offset(path)).isZero();
        assertThat(Stored.object(service, TusClient.id(path))).isEmpty();
        assertThat(service.value("SELECT state FROM uploads WHERE id = ?::uuid", TusClient.id(path)))
                .isEqualTo("complete");
    }

    @Test
    void deferredLength_isToldLaterOnce() throws Exception {
        byte[] film = film(1_000, 6);
        String path = TusClient.location(service.send(
                client.request(FILES).header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody())));
        assertThat(client.head(path).headers().firstValue("Upload-Defer-Length"))
                .hasValue("1");
        assertThat(client.head(path).headers().firstValue("Upload-Length")).isEmpty();
        assertThat(client.patch(path, 0, slice(film, 0, 400)).statusCode()).isEqualTo(204);
        assertProblem(client.patch(path, 400, new byte[0], "Upload-Length", "399"), 400, UploadError.INVALID_LENGTH);
        assertThat(client.patch(path, 400, slice(film, 400, 500), "Upload-Length", "1000")
                        .statusCode())
                .isEqualTo(204);
        assertThat(client.head(path).headers().firstValueAsLong("Upload-Length"))
                .hasValue(1_000);
        assertProblem(client.patch(path, 500, new byte[0], "Upload-Length", "1001"), 400, UploadError.LENGTH_FIXED);
        assertThat(client.patch(path, 500, slice(film, 500, 1_000)).statusCode())
                .isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void deferredLength_toldAtTheEnd() {
        byte[] film = film(1_000, 7);
        String path = TusClient.location(service.send(
                client.request(FILES).header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody())));
        assertThat(client.patch(path, 0, film).statusCode()).isEqualTo(204);
        assertThat(client.patch(path, 1_000, new byte[0], "Upload-Length", "1000")
                        .statusCode())
                .isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void override_isTheMethod() throws Exception {
        byte[] film = film(100, 9);
        String path = client.begin(film.length);
        var patched = service.send(client.request(path)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "0")
                .POST(BodyPublishers.ofByteArray(slice(film, 0, 50))));
        assertThat(patched.statusCode()).isEqualTo(204);
        var head = service.send(
                client.request(path).header("X-HTTP-Method-Override", "HEAD").POST(BodyPublishers.noBody()));
        assertThat(head.headers().firstValueAsLong("Upload-Offset")).hasValue(50);
        var deleted = service.send(
                client.request(path).header("X-HTTP-Method-Override", "DELETE").POST(BodyPublishers.noBody()));
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(client.head(path).statusCode()).isEqualTo(410);
        assertThat(service.send(client.request(path).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void expectContinue_isAnsweredBeforeTheBody() throws Exception {
        byte[] film = film(100, 10);
        String path = client.begin(film.length);
        try (RawRequest request = new RawRequest(
                service,
                "PATCH " + path,
                "Authorization: Bearer " + client.token,
                "Content-Type: application/offset+octet-stream",
                "Upload-Offset: 0",
                "Content-Length: 100",
                "Expect: 100-continue")) {
            assertThat(request.head().getFirst()).contains(" 100 ");
            assertThat(request.send(film).head().getFirst()).contains(" 204 ");
        }
    }

    @Test
    void expectContinue_refused_withoutTheBody() throws Exception {
        try (RawRequest request = new RawRequest(
                service,
                "PATCH " + FILES + "/" + UUID.randomUUID(),
                "Authorization: Bearer " + client.token,
                "Content-Type: application/offset+octet-stream",
                "Upload-Offset: 0",
                "Content-Length: 1000000000",
                "Expect: 100-continue")) {
            assertThat(request.head().getFirst()).contains(" 404 ");
        }
    }
}
