package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UploadIT {
    private static final TestService service = TestService.shared();
    private static EventLog events;

    @BeforeAll
    static void start() {
        events = new EventLog();
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    @Test
    void upload_inPieces_isOneObjectAndOneEvent() {
        TusClient client = TusClient.creator(service);
        byte[] film = film(2 * TestService.PART + 12_345, 1);
        String content = UUID.randomUUID().toString();
        var created = client.create(
                film.length,
                Map.of("filename", "film.mp4", "filetype", "video/mp4", "content_id", content, "title", "Ä film"));
        assertThat(created.statusCode()).isEqualTo(201);
        String path = TusClient.location(created);

        int at = 0;
        for (int step : new int[] {1, 100_000, TestService.PART, TestService.PART + 7, 1_000_000}) {
            var patched = client.patch(path, at, slice(film, at, at + step));
            assertThat(patched.statusCode()).isEqualTo(204);
            at = Math.min(film.length, at + step);
            assertThat(patched.headers().firstValueAsLong("Upload-Offset")).hasValue(at);
            assertThat(client.offset(path)).isEqualTo(at);
        }
        assertThat(at).isEqualTo(film.length);
        String id = TusClient.id(path);
        assertThat(Stored.object(service, id)).isEqualTo(film);
        assertThat(Stored.keys(service)).doesNotContain("t/" + id);

        var event = events.await("upload.completed", id);
        assertThat(event.get("owner").asText()).isEqualTo(client.subject);
        assertThat(event.get("content_id").asText()).isEqualTo(content);
        assertThat(event.at("/source/key").asText()).isEqualTo("u/" + id);
        assertThat(event.at("/source/size_bytes").asLong()).isEqualTo(film.length);
        assertThat(event.at("/metadata/title").asText()).isEqualTo("Ä film");
        assertThat(event.at("/metadata").has("content_id")).isFalse();
    }
}
