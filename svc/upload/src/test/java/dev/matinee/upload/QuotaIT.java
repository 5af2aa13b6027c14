package dev.matinee.upload;

import static dev.matinee.upload.TusClient.FILES;
import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaIT {
    private static final TestService service = new TestService(Map.of(
            "quota.held.bytes", "3000",
            "quota.day.bytes", "2000",
            "quota.day.uploads", "4",
            "quota.day.partials", "3",
            "quota.waiting.addresses", "2"));

    private final TusClient client = TusClient.creator(service);

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void turnBack() {
        service.clock.reset();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code, String detail)
            throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        var problem = Json.mapper().readTree(answer.body());
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("detail").asText()).contains(detail);
    }

    @Test
    void bytesADay_areReservedWhenBegun() throws Exception {
        assertThat(client.create(1_500, Map.of()).statusCode()).isEqualTo(201);
        HttpResponse<String> refused = client.create(501, Map.of());
        assertRefused(refused, 429, "quota_bytes_day", "500 of 2000");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(client.create(500, Map.of()).statusCode()).isEqualTo(201);
        assertThat(TusClient.creator(service).create(1_500, Map.of()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void bytesHeld_countUntilTheyAreDeleted() throws Exception {
        String path = client.begin(2_000);
        assertThat(client.patch(path, 0, film(2_000, 1)).statusCode()).isEqualTo(204);
        service.clock.turn(Duration.ofHours(25));
        assertRefused(client.create(1_001, Map.of()), 413, "quota_bytes_held", "1000 of 3000");
        String second = client.begin(1_000);
        assertThat(client.delete(second).statusCode()).isEqualTo(204);
        assertThat(client.create(1_000, Map.of()).statusCode()).isEqualTo(201);
    }

    @Test
    void uploadsADay_countOnlyWholes() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(client.create(1, Map.of()).statusCode()).isEqualTo(201);
        }
        assertRefused(client.create(1, Map.of()), 429, "quota_uploads_day", "0 are left");
        assertThat(partial(1).statusCode()).isEqualTo(201);
        service.clock.turn(Duration.ofHours(25));
        assertThat(client.create(1, Map.of()).statusCode()).isEqualTo(201);
    }

    @Test
    void partialsADay_areCountedWhateverTheirLength() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(partial(0).statusCode()).isEqualTo(201);
        }
        assertRefused(partial(0), 429, "quota_uploads_day", "3 are allowed");
        assertThat(partial(0).headers().firstValue("Retry-After")).isPresent();
        assertThat(client.create(1, Map.of()).statusCode()).isEqualTo(201);
        service.clock.turn(Duration.ofHours(25));
        assertThat(partial(0).statusCode()).isEqualTo(201);
    }

    @Test
    void partials_countTheirBytes() throws Exception {
        assertThat(partial(1_500).statusCode()).isEqualTo(201);
        assertRefused(partial(501), 429, "quota_bytes_day", "500 of 2000");
    }

    private HttpResponse<String> partial(long length) {
        return service.send(client.request(FILES)
                .header("Upload-Length", String.valueOf(length))
                .header("Upload-Concat", "partial")
                .POST(BodyPublishers.noBody()));
    }

    @Test
    void deferredLength_isHeldToTheRest() throws Exception {
        assertThat(client.create(1_500, Map.of()).statusCode()).isEqualTo(201);
        String path = TusClient.location(service.send(
                client.request(FILES).header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody())));
        assertThat(client.patch(path, 0, film(400, 2)).statusCode()).isEqualTo(204);
        assertThat(client.patch(path, 400, new byte[101]).statusCode()).isEqualTo(413);
        assertRefused(
                client.patch(path, 400, new byte[0], "Upload-Length", "501"), 429, "quota_bytes_day", "100 of 2000");
        assertThat(client.patch(path, 400, new byte[100], "Upload-Length", "500")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void deferredLengthsAtOnce_areHeldToTheRestTogether() {
        UploadStore store = service.store();
        Upload first = claimedWithoutLength(store);
        Upload second = claimedWithoutLength(store);
        store.record(first, grown(1_500));
        assertThatThrownBy(() -> store.record(second, grown(501)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(UploadError.QUOTA_BYTES_DAY));
        store.record(second, grown(500));
    }

    private Upload claimedWithoutLength(UploadStore store) {
        String path = TusClient.location(service.send(
                client.request(FILES).header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody())));
        return store.claim(UUID.fromString(TusClient.id(path))).orElseThrow();
    }

    private static UploadStore.Progress grown(long bytes) {
        return new UploadStore.Progress(0, bytes, List.of(), Optional.empty(), 1, true, false);
    }

    @Test
    void addressesWaiting_areCounted() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(address().statusCode()).isEqualTo(201);
        }
        assertRefused(address(), 429, "quota_addresses", "2 upload addresses");
        service.clock.turn(Duration.ofMinutes(2));
        assertThat(address().statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> address() {
        return service.send(client.request("/api/upload/v1/uploads")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"cors_origin\":\"https://a.example\",\"timeout_s\":60}")));
    }

    @Test
    void manyAtOnce_neverMoreThanAllowed() throws Exception {
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(requests.submit(() -> client.create(900, Map.of()).statusCode()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : all) {
                statuses.add(one.get());
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(2);
            assertThat(statuses).allMatch(status -> status == 201 || status == 429);
        }
    }
}
