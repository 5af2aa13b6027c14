package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How an address for one upload comes to its end: cancelled, too late, forgotten. */
class DirectEndIT {
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

    @AfterEach
    void turnBack() {
        service.clock.reset();
    }

    @Test
    void cancelled_takesNothingMore() throws Exception {
        JsonNode url = direct.made("{}");
        String path = TusClient.location(direct.begin(DirectClient.path(url), 100));
        assertThat(direct.patch(path, 0, film(50, 3)).statusCode()).isEqualTo(204);
        assertThat(direct.ask(url, "DELETE", direct.maker).statusCode()).isEqualTo(204);
        assertThat(direct.view(url).get("status").asText()).isEqualTo("cancelled");
        assertThat(direct.patch(path, 50, film(50, 3)).statusCode()).isEqualTo(410);
        assertThat(direct.begin(DirectClient.path(url), 100).statusCode()).isEqualTo(410);
        assertThat(Stored.keys(service)).doesNotContain("t/" + TusClient.id(path));
        assertThat(direct.ask(url, "DELETE", direct.maker).statusCode()).isEqualTo(204);
    }

    @Test
    void cancelled_whileItsBytesArePutTogether_isRefusedAndBecomesContent() throws Exception {
        byte[] film = film(1_000, 5);
        JsonNode url = direct.made("{}");
        String id = TusClient.id(TusClient.location(direct.begin(DirectClient.path(url), film.length)));
        assembling(UUID.fromString(id), film);

        HttpResponse<String> refused = direct.ask(url, "DELETE", direct.maker);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("upload_complete");
        assertThat(direct.view(url).get("status").asText()).isEqualTo("waiting");
        assertThat(service.running.assembly().finish(UUID.fromString(id))).isTrue();
        events.await("upload.completed", id);
        assertThat(direct.view(url).get("status").asText()).isEqualTo("asset_created");
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
        JsonNode url = direct.made("{}");
        String path = TusClient.location(direct.begin(DirectClient.path(url), 100));
        service.clock.turn(Duration.ofMinutes(61));
        assertThat(direct.view(url).get("status").asText()).isEqualTo("timed_out");
        assertThat(direct.patch(path, 0, film(50, 4)).statusCode()).isEqualTo(410);
        service.running.sweeper().sweep();
        assertThat(direct.view(url).get("status").asText()).isEqualTo("timed_out");
        assertThat(events.await("upload.abandoned", TusClient.id(path))
                        .get("cause")
                        .asText())
                .isEqualTo("expired");
    }

    @Test
    void closedLongAgo_isForgottenAfterItsUpload() throws Exception {
        JsonNode url = direct.made("{}");
        String path = TusClient.location(direct.begin(DirectClient.path(url), 100));
        assertThat(direct.ask(url, "DELETE", direct.maker).statusCode()).isEqualTo(204);
        String id = url.get("id").asText();
        JsonNode used = direct.made("{}");
        assertThat(direct.patch(TusClient.location(direct.begin(DirectClient.path(used), 100)), 0, film(100, 5))
                        .statusCode())
                .isEqualTo(204);
        service.clock.turn(Duration.ofDays(8));
        service.running.sweeper().sweep();
        assertThat(service.value("SELECT count(*) FROM uploads WHERE id = ?::uuid", TusClient.id(path)))
                .isEqualTo("0");
        assertThat(service.value("SELECT count(*) FROM direct_uploads WHERE id = ?::uuid", id))
                .isEqualTo("0");
        assertThat(direct.view(used).get("status").asText()).isEqualTo("asset_created");
    }
}
