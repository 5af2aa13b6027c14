package dev.matinee.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** A creator who uses a running platform through its gateway, as {@code MATINEE_URL}, {@code _USER}, {@code _PASSWORD} say. */
final class Member {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI gateway;
    private final String user;
    private final String password;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private String token = "";
    private Instant tokenEnds = Instant.MIN;
    private String traceparent = "";

    private Member(URI gateway, String user, String password) {
        this.gateway = gateway;
        this.user = user;
        this.password = password;
    }

    static Member fromEnvironment() {
        return new Member(URI.create(needed("MATINEE_URL")), needed("MATINEE_USER"), needed("MATINEE_PASSWORD"));
    }

    private static String needed(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    name + " is not set: these tests need a running platform, see ./matinee test");
        }
        return value;
    }

    /**
     * Puts all that follows under one trace.
     *
     * @param traceId 32 hexadecimal digits
     */
    void traceAs(String traceId) {
        traceparent = "00-" + traceId + "-" + traceId.substring(16) + "-01";
    }

    /** Creates a private video and gives its id. */
    String createVideo(String title) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(authorized("/api/catalog/v1/videos")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("title", title, "visibility", "private")))));
        return read(expect(answer, 201)).get("id").asText();
    }

    /** Begins a tus upload of a file for a video and gives its address. */
    URI beginUpload(String videoId, Path file) throws IOException, InterruptedException {
        return beginUpload(Map.of("filename", "film.mp4", "filetype", "video/mp4", "content_id", videoId), file);
    }

    /** Begins one with these words about it. */
    URI beginUpload(Map<String, String> metadata, Path file) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(authorized("/api/upload/v1/files")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", String.valueOf(Files.size(file)))
                .header("Upload-Metadata", encoded(metadata))
                .POST(BodyPublishers.noBody()));
        expect(answer, 201);
        return gateway.resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    /** Uploads a whole file by a one-time address, as somebody without a login. */
    void uploadOnce(URI address, String type, Path file) throws IOException, InterruptedException {
        HttpResponse<String> begun = send(HttpRequest.newBuilder(address)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", String.valueOf(Files.size(file)))
                .header("Upload-Metadata", encoded(Map.of("filetype", type)))
                .POST(BodyPublishers.noBody()));
        expect(begun, 201);
        URI upload = address.resolve(begun.headers().firstValue("Location").orElseThrow());
        expect(
                send(HttpRequest.newBuilder(upload)
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Offset", "0")
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", BodyPublishers.ofByteArray(Files.readAllBytes(file)))),
                204);
    }

    /** What the API answers this member, as it comes. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(authorized(path).GET());
    }

    /** The body of a good answer to this member. */
    JsonNode read(String path) throws IOException, InterruptedException {
        return read(expect(get(path), 200));
    }

    /** Posts and gives the body of a 201. */
    JsonNode create(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return read(expect(
                send(authorized(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))),
                201));
    }

    /** Changes what is as it was read a moment ago. */
    void change(String method, String type, String path, Object body) throws IOException, InterruptedException {
        String etag = expect(get(path), 200).headers().firstValue("ETag").orElseThrow();
        expect(
                send(authorized(path)
                        .header("Content-Type", type)
                        .header("If-Match", etag)
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))),
                200);
    }

    void deleteAt(String path) throws IOException, InterruptedException {
        send(authorized(path).DELETE());
    }

    /** Sends a piece of a file; the answer is as it comes. */
    HttpResponse<String> sendPiece(URI upload, long offset, byte[] piece) throws IOException, InterruptedException {
        return sendPiece(upload, offset, BodyPublishers.ofByteArray(piece));
    }

    /** As the other, of a body that knows its length. */
    HttpResponse<String> sendPiece(URI upload, long offset, BodyPublisher piece)
            throws IOException, InterruptedException {
        return send(authorized(upload.getPath())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", String.valueOf(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", piece));
    }

    /** How many bytes of an upload the platform says it holds. */
    long offset(URI upload) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(
                authorized(upload.getPath()).header("Tus-Resumable", "1.0.0").method("HEAD", BodyPublishers.noBody()));
        return answer.headers().firstValueAsLong("Upload-Offset").orElse(-1);
    }

    /** Uploads a whole film in one piece. */
    void upload(String videoId, Path film) throws IOException, InterruptedException {
        URI upload = beginUpload(videoId, film);
        expect(sendPiece(upload, 0, Files.readAllBytes(film)), 204);
    }

    /** A video as its owner sees it. */
    JsonNode video(String id) throws IOException, InterruptedException {
        return read(expect(send(authorized("/api/catalog/v1/videos/" + id).GET()), 200));
    }

    /** The master playlist's address. */
    URI manifest(String id) throws IOException, InterruptedException {
        JsonNode playback = read(expect(
                send(authorized("/api/catalog/v1/videos/" + id + "/playback").GET()), 200));
        return gateway.resolve(playback.get("manifest_url").asText());
    }

    void delete(String id) throws IOException, InterruptedException {
        send(authorized("/api/catalog/v1/videos/" + id).DELETE());
    }

    /** What an address of the gateway answers to anybody; -1 when nobody answers. */
    int statusOf(String path) throws InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(gateway.resolve(path))
                                    .timeout(TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /** The bytes at an address of the CDN. */
    byte[] media(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(address.getPath() + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder authorized(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(path)).header("Authorization", "Bearer " + token());
        return traceparent.isEmpty() ? request : request.header("traceparent", traceparent);
    }

    private String token() throws IOException, InterruptedException {
        if (Instant.now().isBefore(tokenEnds)) {
            return token;
        }
        String form = Map.of(
                        "grant_type", "password", "client_id", "matinee-cli", "username", user, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(gateway.resolve("/auth/realms/matinee/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        JsonNode granted = read(expect(answer, 200));
        token = granted.get("access_token").asText();
        tokenEnds = Instant.now().plusSeconds(granted.get("expires_in").asLong() / 2);
        return token;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> expect(HttpResponse<String> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException(answer.request().method() + " "
                    + answer.request().uri().getPath() + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static String encoded(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(word -> word.getKey() + " " + base64(word.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
