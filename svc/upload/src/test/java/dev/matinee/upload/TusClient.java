package dev.matinee.upload;

import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** A tus client for tests: one user, one service. */
final class TusClient {
    static final String FILES = "/api/upload/v1/files";

    private final TestService service;
    final String subject;
    final String token;

    TusClient(TestService service, String subject, String... roles) {
        this.service = service;
        this.subject = subject;
        this.token = TestTokens.shared()
                .access(subject, roles)
                .with("exp", Instant.now().plusSeconds(864_000))
                .sign();
    }

    static TusClient creator(TestService service) {
        return new TusClient(service, UUID.randomUUID().toString(), "viewer", "creator");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.uri(path))
                .header("Tus-Resumable", "1.0.0")
                .header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> create(long length, Map<String, String> metadata) {
        return service.send(request(FILES)
                .header("Upload-Length", String.valueOf(length))
                .header("Upload-Metadata", metadata(metadata))
                .POST(BodyPublishers.noBody()));
    }

    /** The path of a new upload. */
    String begin(long length) {
        return location(create(length, Map.of("filename", "film.mp4")));
    }

    HttpResponse<String> patch(String path, long offset, byte[] body, String... headers) {
        return patch(path, offset, BodyPublishers.ofByteArray(body), headers);
    }

    HttpResponse<String> patch(String path, long offset, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", String.valueOf(offset))
                .method("PATCH", body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return service.send(request);
    }

    HttpResponse<String> head(String path) {
        return service.send(request(path).method("HEAD", BodyPublishers.noBody()));
    }

    HttpResponse<String> delete(String path) {
        return service.send(request(path).DELETE());
    }

    long offset(String path) {
        return Long.parseLong(head(path).headers().firstValue("Upload-Offset").orElseThrow());
    }

    static String location(HttpResponse<String> created) {
        return URI.create(created.headers().firstValue("Location").orElseThrow())
                .getPath();
    }

    static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String metadata(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + Base64.getEncoder().encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    /** Bytes that begin as an MP4 does, the same for the same seed. */
    static byte[] film(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        byte[] head = {0, 0, 0, 0x20, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'};
        System.arraycopy(head, 0, bytes, 0, Math.min(head.length, length));
        return bytes;
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, Math.min(to, bytes.length));
    }
}
