package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One-time upload URLs that are asked for under an {@code Idempotency-Key}. */
class DirectUploadOnceIT {
    private static final String UPLOADS = "/api/upload/v1/uploads";
    private static final String ORIGIN = "https://shop.example";

    private static final TestService service = new TestService(Map.of());

    private final TusClient maker = TusClient.creator(service);

    @AfterAll
    static void stop() {
        service.close();
    }

    private HttpResponse<String> make(String key, String json) {
        return service.send(HttpRequest.newBuilder(service.uri(UPLOADS))
                .header("Authorization", "Bearer " + maker.token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(json)));
    }

    @Test
    void create_repeatedWithItsKey_answersTheSameAndMakesOne() throws Exception {
        HttpResponse<String> first = make("key-1", wanted(3600));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        String url = Json.mapper().readTree(first.body()).get("url").asText();
        // It stays the first answer, whatever became of the address since.
        assertThat(service.send(maker.request(URI.create(url).getPath())
                                .header("Upload-Length", "10")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> again = make("key-1", wanted(3600));
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(service.value("SELECT count(*) FROM direct_uploads WHERE owner = ?", maker.subject))
                .isEqualTo("1");
        assertThat(service.value("SELECT body FROM idempotency WHERE subject = ?", maker.subject))
                .isNotEmpty()
                .doesNotContain(url.substring(url.lastIndexOf('/') + 1));
    }

    @Test
    void create_keyOfAnotherBody_is422() {
        assertThat(make("key-2", wanted(3600)).statusCode()).isEqualTo(201);
        HttpResponse<String> other = make("key-2", wanted(7200));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("idempotency_reused");
    }

    @Test
    void create_keyStillBeingAnswered_is409() {
        byte[] body = wanted(3600).getBytes(StandardCharsets.UTF_8);
        service.claim(maker.subject, "key-3", body);
        HttpResponse<String> answer = make("key-3", wanted(3600));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void create_refused_givesTheKeyBack() {
        assertThat(make("key 4", wanted(3600)).statusCode()).isEqualTo(400);
        try (TestService strict = new TestService(Map.of("quota.waiting.addresses", "1"))) {
            TusClient client = TusClient.creator(strict);
            assertThat(answers(strict, client, "a", wanted(3600))).isEqualTo(201);
            assertThat(answers(strict, client, "b", wanted(3600))).isEqualTo(429);
            strict.clock.turn(Duration.ofHours(2));
            strict.running.sweeper().sweep();
            assertThat(answers(strict, client, "b", wanted(3600))).isEqualTo(201);
        }
    }

    private static String wanted(int seconds) {
        return "{\"cors_origin\":\"" + ORIGIN + "\",\"timeout_s\":" + seconds + "}";
    }

    private static int answers(TestService service, TusClient client, String key, String json) {
        return service.send(HttpRequest.newBuilder(service.uri(UPLOADS))
                        .header("Authorization", "Bearer " + client.token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(json)))
                .statusCode();
    }
}
