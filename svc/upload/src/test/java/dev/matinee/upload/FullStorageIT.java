package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.test.S3Server;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An S3 that runs full under an upload: a word the client can act on, and it goes on once there is room. */
class FullStorageIT {
    private static final int MIB = 1024 * 1024;
    /** One volume for SeaweedFS itself, one for the bucket. */
    private static final S3Server SMALL = S3Server.ofVolumes(2, 32);

    private static final TestService service = new TestService(Map.of(), SMALL);

    @AfterAll
    static void stop() {
        service.close();
        SMALL.stop();
    }

    @Test
    void fullS3_is507KeepsWhatItHasAndGoesOnWithMoreRoom() throws Exception {
        TusClient client = TusClient.creator(service);
        byte[] film = film(80 * MIB, 1);
        String path = client.begin(film.length);
        HttpResponse<String> refused = fill(client, path, film);
        var problem = Json.mapper().readTree(refused.body());
        assertThat(problem.get("code").asText()).isEqualTo("no_space");
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        int kept = (int) client.offset(path);
        assertThat(kept).isPositive().isLessThan(film.length);

        // What needs no room goes on.
        String other = client.begin(10);
        assertThat(client.patch(other, 0, film(10, 2)).statusCode()).isEqualTo(507);
        assertThat(client.delete(other).statusCode()).isEqualTo(204);
        HttpResponse<String> begun = service.send(client.request(TusClient.FILES)
                .header("Upload-Length", "10")
                .header("Content-Type", "application/offset+octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(film(10, 3))));
        assertThat(begun.statusCode()).isEqualTo(507);
        assertThat(begun.body()).contains("nothing of it is kept");

        SMALL.grow(20);
        assertThat(client.offset(path)).as("what was acknowledged is kept").isEqualTo(kept);
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            int at = (int) client.offset(path);
            client.patch(path, at, slice(film, at, at + 10 * MIB));
            return client.offset(path) == film.length;
        });
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    /** Sends on until S3 is known to be full; what SeaweedFS refuses before its master knows is a 503. */
    private static HttpResponse<String> fill(TusClient client, String path, byte[] film) {
        return await().atMost(Duration.ofMinutes(5))
                .until(
                        () -> {
                            int at = (int) client.offset(path);
                            HttpResponse<String> answer = client.patch(path, at, slice(film, at, at + 10 * MIB));
                            assertThat(answer.statusCode()).isIn(204, 503, 507);
                            return answer;
                        },
                        answer -> answer.statusCode() == 507);
    }
}
