package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/** Who makes addresses for one upload each, and who has one and no token. */
final class DirectClient {
    static final String UPLOADS = "/api/upload/v1/uploads";
    static final String ORIGIN = "https://shop.example";

    final TusClient maker;
    private final TestService service;

    DirectClient(TestService service) {
        this.service = service;
        this.maker = TusClient.creator(service);
    }

    HttpResponse<String> make(String json) {
        return service.send(HttpRequest.newBuilder(service.uri(UPLOADS))
                .header("Authorization", "Bearer " + maker.token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    JsonNode made(String content) throws Exception {
        HttpResponse<String> answer =
                make("{\"cors_origin\":\"" + ORIGIN + "\",\"timeout_s\":3600,\"content\":" + content + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.mapper().readTree(answer.body());
    }

    JsonNode view(JsonNode url) throws Exception {
        HttpResponse<String> answer = ask(url, "GET", maker);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    HttpResponse<String> ask(JsonNode url, String method, TusClient who) {
        return service.send(
                HttpRequest.newBuilder(service.uri(UPLOADS + "/" + url.get("id").asText()))
                        .header("Authorization", "Bearer " + who.token)
                        .method(method, BodyPublishers.noBody()));
    }

    static String path(JsonNode url) {
        return URI.create(url.get("url").asText()).getPath();
    }

    /** A request of somebody without a token. */
    HttpRequest.Builder open(String path) {
        return HttpRequest.newBuilder(service.uri(path))
                .header("Tus-Resumable", "1.0.0")
                .header("Origin", ORIGIN);
    }

    HttpResponse<String> begin(String path, int length) {
        return service.send(open(path)
                .header("Upload-Length", String.valueOf(length))
                .header("Upload-Metadata", TusClient.metadata(Map.of("filename", "mine.mp4", "title", "not by you")))
                .POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> patch(String path, long offset, byte[] body) {
        return service.send(open(path)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", String.valueOf(offset))
                .method("PATCH", BodyPublishers.ofByteArray(body)));
    }
}
