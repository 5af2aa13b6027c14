package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address for one upload takes, without a token. */
class DirectUploadIT {
    private static final TestService service = new TestService(Map.of());
    private static EventLog events;

    private final DirectClient direct = new DirectClient(service);

    @BeforeAll
    static void start() {
        events = new EventLog();
    }

    @AfterAll
    static void stop() {
        events.close();
        service.close();
    }

    @Test
    void url_takesOneUploadWithoutAToken() throws Exception {
        byte[] film = film(1_000, 1);
        String content = UUID.randomUUID().toString();
        JsonNode url = direct.made("{\"content_id\":\"" + content
                + "\",\"title\":\"A film\",\"visibility\":\"unlisted\",\"tags\":[\"a\",\"b\"]}");
        assertThat(url.get("status").asText()).isEqualTo("waiting");
        assertThat(url.get("url").asText()).startsWith("http://localhost:8080/api/upload/v1/direct/");

        HttpResponse<String> begun = direct.begin(DirectClient.path(url), film.length);
        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(begun.headers().firstValue("Access-Control-Allow-Origin")).hasValue(DirectClient.ORIGIN);
        String path = TusClient.location(begun);
        assertThat(direct.patch(path, 0, TusClient.slice(film, 0, 400)).statusCode())
                .isEqualTo(204);
        assertThat(direct.begin(DirectClient.path(url), film.length).statusCode())
                .isEqualTo(409);
        assertThat(direct.patch(path, 400, TusClient.slice(film, 400, 1_000)).statusCode())
                .isEqualTo(204);
        assertThat(service.send(direct.open(path).method("HEAD", BodyPublishers.noBody()))
                        .headers()
                        .firstValueAsLong("Upload-Offset"))
                .hasValue(1_000);
        assertThat(direct.begin(DirectClient.path(url), film.length).statusCode())
                .isEqualTo(409);

        JsonNode after = direct.view(url);
        assertThat(after.get("status").asText()).isEqualTo("asset_created");
        assertThat(after.has("url")).isFalse();
        assertThat(after.get("upload_id").asText()).isEqualTo(TusClient.id(path));
        JsonNode event = events.await("upload.completed", TusClient.id(path));
        assertThat(event.get("owner").asText()).isEqualTo(direct.maker.subject);
        assertThat(event.get("content_id").asText()).isEqualTo(content);
        assertThat(event.at("/metadata/title").asText()).isEqualTo("A film");
        assertThat(event.at("/metadata/tags").asText()).isEqualTo("a,b");
        assertThat(event.at("/metadata/visibility").asText()).isEqualTo("unlisted");
        assertThat(event.at("/metadata/filename").asText()).isEqualTo("mine.mp4");
    }

    @Test
    void lostAnswer_mayBeginAgainWhileNothingWasSent() throws Exception {
        JsonNode url = direct.made("{}");
        String first = TusClient.location(direct.begin(DirectClient.path(url), 100));
        String second = TusClient.location(direct.begin(DirectClient.path(url), 100));
        assertThat(second).isNotEqualTo(first);
        assertThat(direct.patch(first, 0, film(100, 2)).statusCode()).isEqualTo(410);
        assertThat(direct.patch(second, 0, film(100, 2)).statusCode()).isEqualTo(204);
        assertThat(events.find("upload.abandoned", TusClient.id(first))).isEmpty();
    }

    /** Whoever has the address says nothing of what the photo is for; its maker did. */
    @Test
    void urlOfAPhoto_namesThePhotoThatItsMakerMeant() throws Exception {
        String album = UUID.randomUUID().toString();
        String photo = UUID.randomUUID().toString();
        JsonNode url = direct.made("{\"content_id\":\"" + album + "\",\"photo_id\":\"" + photo
                + "\",\"alt_text\":\"A hill\\nand a tree\"}");
        String path = TusClient.location(service.send(direct.open(DirectClient.path(url))
                .header("Upload-Length", "100")
                .header(
                        "Upload-Metadata",
                        TusClient.metadata(Map.of(
                                "filetype", "image/png",
                                "photo_id", UUID.randomUUID().toString(),
                                "alt_text", "Something else")))
                .POST(BodyPublishers.noBody())));
        assertThat(direct.patch(path, 0, film(100, 7)).statusCode()).isEqualTo(204);

        JsonNode event = events.await("upload.completed", TusClient.id(path));
        assertThat(event.get("content_id").asText()).isEqualTo(album);
        assertThat(event.at("/metadata/photo_id").asText()).isEqualTo(photo);
        assertThat(event.at("/metadata/alt_text").asText()).isEqualTo("A hill\nand a tree");
        assertThat(event.at("/metadata/filetype").asText()).isEqualTo("image/png");
    }

    @Test
    void notMedia_isAnError() throws Exception {
        JsonNode url = direct.made("{}");
        byte[] page = "<html>".repeat(100).getBytes(StandardCharsets.UTF_8);
        String path = TusClient.location(direct.begin(DirectClient.path(url), page.length));
        assertThat(direct.patch(path, 0, page).statusCode()).isEqualTo(415);
        JsonNode after = direct.view(url);
        assertThat(after.get("status").asText()).isEqualTo("errored");
        assertThat(after.at("/error/code").asText()).isEqualTo("not_media");
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
        HttpResponse<String> answer = direct.make(json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_body");
    }
}
