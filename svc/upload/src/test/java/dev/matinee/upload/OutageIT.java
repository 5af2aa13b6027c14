package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.S3Server;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are away: a clear answer, and nothing that was acknowledged is lost. */
class OutageIT {
    private static final TestService service = new TestService(Map.of());

    private final TusClient client = TusClient.creator(service);

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void giveBack() {
        PostgresServer.shared().start();
        RedisServer.shared().start();
        S3Server.shared().start();
    }

    private static void assertAway(HttpResponse<String> answer, UploadError error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains(error.code());
    }

    private int ready() {
        return service.send(HttpRequest.newBuilder(service.uri("/observe/health/ready")))
                .statusCode();
    }

    /** Goes on where the upload stands until all is there. */
    private void finish(String path, byte[] film) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            int at = (int) client.offset(path);
            return at == film.length
                    || client.patch(path, at, slice(film, at, film.length)).statusCode() == 204;
        });
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film));
    }

    @Test
    void s3Away_is503AndGoesOnAfterwards() {
        byte[] film = film(2 * TestService.PART + 100, 1);
        String path = client.begin(film.length);
        assertThat(client.patch(path, 0, slice(film, 0, 1_000_000)).statusCode())
                .isEqualTo(204);
        S3Server.shared().stop();
        assertAway(client.patch(path, 1_000_000, slice(film, 1_000_000, film.length)), UploadError.STORAGE_AWAY);
        assertThat(client.offset(path)).isEqualTo(1_000_000);
        assertThat(ready()).isEqualTo(503);
        S3Server.shared().start();
        finish(path, film);
        await().atMost(Duration.ofSeconds(20)).until(() -> ready() == 200 || ready() == 204);
    }

    @Test
    void redisAway_is503AndGoesOnAfterwards() {
        byte[] film = film(TestService.PART + 100, 2);
        String path = client.begin(film.length);
        assertThat(client.patch(path, 0, slice(film, 0, 1_000_000)).statusCode())
                .isEqualTo(204);
        RedisServer.shared().stop();
        assertAway(client.patch(path, 1_000_000, new byte[10]), UploadError.LOCKS_AWAY);
        assertThat(client.head(path).statusCode()).isEqualTo(503);
        RedisServer.shared().start();
        finish(path, film);
    }

    @Test
    void redisForgetsAllWhileAClientSends_bytesStayRight() throws Exception {
        byte[] film = film(TestService.PART + 100, 3);
        String path = client.begin(film.length);
        try (RawRequest request = RawRequest.patch(service, client, path, 0, film.length)) {
            request.send(slice(film, 0, 500_000));
            await().until(
                            () -> service.value("SELECT fence FROM uploads WHERE id = ?::uuid", TusClient.id(path)),
                            fence -> !fence.equals("0"));
            RedisServer.shared().flush();
            // Both think they have the lock; the fence lets only the later one record anything.
            assertThat(client.patch(path, 0, film).statusCode()).isEqualTo(204);
            assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
            assertThat(request.send(slice(film, 500_000, film.length)).head().getFirst())
                    .contains(" 423 ");
        }
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
        assertThat(client.offset(path)).isEqualTo(film.length);
    }

    @Test
    void databaseAway_is503AndGoesOnAfterwards() {
        byte[] film = film(TestService.PART + 100, 4);
        String path = client.begin(film.length);
        assertThat(client.patch(path, 0, slice(film, 0, 1_000_000)).statusCode())
                .isEqualTo(204);
        PostgresServer.shared().stop();
        assertThat(client.patch(path, 1_000_000, new byte[10]).statusCode()).isEqualTo(503);
        assertThat(client.create(10, Map.of()).statusCode()).isEqualTo(503);
        PostgresServer.shared().start();
        assertThat(client.offset(path)).isEqualTo(1_000_000);
        finish(path, film);
    }

    @Test
    void spoolThatTakesNothing_is503AndGoesOnAfterwards() throws Exception {
        Path folder = Files.createTempDirectory("matinee-spool-");
        TestService own = new TestService(Map.of("upload.spool.folder", folder.toString()));
        try {
            TusClient creator = TusClient.creator(own);
            byte[] film = film(1_000, 5);
            String path = creator.begin(film.length);
            assertThat(creator.patch(path, 0, slice(film, 0, 400)).statusCode()).isEqualTo(204);
            Files.delete(folder);
            assertAway(creator.patch(path, 400, slice(film, 400, 1_000)), UploadError.SPOOL_AWAY);
            assertThat(creator.offset(path)).isEqualTo(400);
            Files.createDirectory(folder);
            assertThat(creator.patch(path, 400, slice(film, 400, 1_000)).statusCode())
                    .isEqualTo(204);
            assertThat(Stored.object(own, TusClient.id(path))).isEqualTo(film);
        } finally {
            own.close();
            Files.deleteIfExists(folder);
        }
    }
}
