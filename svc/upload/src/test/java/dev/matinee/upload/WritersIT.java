package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cut, silent and competing writers. */
class WritersIT {
    private static EventLog events;

    private final TestService service = TestService.shared();
    private final TusClient client = TusClient.creator(service);

    @BeforeAll
    static void listen() {
        events = new EventLog();
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    private long offset(String path) {
        return Long.parseLong(service.value("SELECT offset_bytes FROM uploads WHERE id = ?::uuid", TusClient.id(path)));
    }

    private String fence(String path) {
        return service.value("SELECT fence FROM uploads WHERE id = ?::uuid", TusClient.id(path));
    }

    @Test
    void cut_atRandomPoints_keepsWhatArrivedAndGoesOn() throws Exception {
        Random random = new Random(42);
        byte[] film = film(3 * TestService.PART + 77, 1);
        String path = client.begin(film.length);
        int at = 0;
        for (int cut = 0; cut < 6 && at < film.length - 2_000_000; cut++) {
            int sent = 1 + random.nextInt(Math.min(TestService.PART, film.length - at - 1));
            int from = at;
            String before = fence(path);
            try (RawRequest request = RawRequest.patch(service, client, path, from, film.length - from)) {
                request.send(slice(film, from, from + sent));
                // One that was cut before it was served at all would take its turn behind the next one's HEAD.
                await().atMost(Duration.ofMinutes(1)).until(() -> !fence(path).equals(before));
            }
            at = (int) client.offset(path);
            assertThat(at).isBetween(from, from + sent);
        }
        assertThat(client.patch(path, at, slice(film, at, film.length)).statusCode())
                .isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
        events.await("upload.completed", TusClient.id(path));
    }

    @Test
    void silentWriter_letsGoWithWhatItHas() throws Exception {
        byte[] film = film(1_000_000, 2);
        String path = client.begin(film.length);
        RawRequest request = RawRequest.patch(service, client, path, 0, film.length);
        request.send(slice(film, 0, 600_000));
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.value("SELECT fence FROM uploads WHERE id = ?::uuid", TusClient.id(path)),
                        fence -> !fence.equals("0"));
        // Another request asks for the upload; the silent one lets go with all it has.
        long offset = client.offset(path);
        assertThat(offset).isBetween(0L, 600_000L);
        assertThat(client.patch(path, offset, slice(film, (int) offset, film.length))
                        .statusCode())
                .isEqualTo(204);
        request.close();
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void cut_withChecksum_keepsNothingUnproven() throws Exception {
        byte[] film = film(1_000, 3);
        String path = client.begin(film.length);
        String[] headers = {
            "Authorization: Bearer " + client.token,
            "Content-Type: application/offset+octet-stream",
            "Upload-Offset: 0",
            "Upload-Checksum: sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=",
            "Content-Length: 1000"
        };
        try (RawRequest request = new RawRequest(service, "PATCH " + path, headers)) {
            request.send(slice(film, 0, 500));
            // Or the cut one could come last and ask the next one to let go.
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> service.value("SELECT fence FROM uploads WHERE id = ?::uuid", TusClient.id(path)),
                            fence -> !fence.equals("0"));
        }
        assertThat(client.offset(path)).isZero();
        assertThat(client.patch(path, 0, film).statusCode()).isEqualTo(204);
    }

    @Test
    void secondPatch_takesOverFromASilentOne() throws Exception {
        byte[] film = film(TestService.PART + 500_000, 4);
        String path = client.begin(film.length);
        try (RawRequest silent = RawRequest.patch(service, client, path, 0, film.length)) {
            silent.send(slice(film, 0, 100_000));
            await().atMost(Duration.ofSeconds(10))
                    .until(
                            () -> service.value("SELECT fence FROM uploads WHERE id = ?::uuid", TusClient.id(path)),
                            fence -> !fence.equals("0"));
            HttpResponse<String> second = client.patch(path, 0, film);
            assertThat(second.statusCode()).isIn(204, 409);
            long at = client.offset(path);
            if (at < film.length) {
                assertThat(client.patch(path, at, slice(film, (int) at, film.length))
                                .statusCode())
                        .isEqualTo(204);
            }
        }
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void twoWriters_oneWinsNoneCorrupts() throws Exception {
        byte[] film = film(3 * TestService.PART + 9, 5);
        String path = client.begin(film.length);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<Integer> write = () -> upload(path, film);
                done.add(writers.submit(write));
            }
            for (Future<Integer> writer : done) {
                assertThat(writer.get()).isEqualTo(film.length);
            }
        }
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
        events.await("upload.completed", TusClient.id(path));
        assertThat(events.find("upload.completed", TusClient.id(path))).hasSize(1);
    }

    /** As a client does: ask where it stands, send the rest, and again until all is there. */
    private int upload(String path, byte[] film) {
        for (int round = 0; round < 100; round++) {
            HttpResponse<String> head = client.head(path);
            if (head.statusCode() == 423) {
                continue;
            }
            int at = (int) head.headers().firstValueAsLong("Upload-Offset").orElseThrow();
            if (at == film.length) {
                return at;
            }
            try {
                int status =
                        client.patch(path, at, slice(film, at, film.length)).statusCode();
                assertThat(status).isIn(204, 409, 423);
            } catch (UncheckedIOException e) {
                // The other writer asked us to let go; the connection ends with that.
                assertThat(e.getCause()).isNotNull();
            }
        }
        return -1;
    }

    @Test
    void staleWriter_isFencedOut() {
        UploadStore store = store();
        byte[] film = film(10, 6);
        String path = client.begin(film.length);
        var id = UUID.fromString(TusClient.id(path));
        Upload first = store.claim(id).orElseThrow();
        Upload second = store.claim(id).orElseThrow();
        assertThat(second.fence()).isGreaterThan(first.fence());
        // The first one may have parts under way, so the second never uses their numbers.
        assertThat(second.nextPart()).isGreaterThanOrEqualTo(first.nextPart() + UploadWriter.IN_FLIGHT);
        var progress = new UploadStore.Progress(0, 5, List.of(), Optional.empty(), 1, true, false);
        Assertions.assertThatThrownBy(() -> store.record(first, progress)).isInstanceOf(StaleWriterException.class);
        assertThat(offset(path)).isZero();
        store.record(second, progress);
        assertThat(offset(path)).isEqualTo(5);
    }

    @Test
    void staleWriter_leavesNoTail() throws Exception {
        byte[] film = film(1_000_000, 7);
        String path = client.begin(film.length);
        String id = TusClient.id(path);
        try (RawRequest request = RawRequest.patch(service, client, path, 0, 600_000)) {
            request.send(slice(film, 0, 500_000));
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> service.value("SELECT fence FROM uploads WHERE id = ?::uuid", id),
                            fence -> !fence.equals("0"));
            assertThat(store().claim(UUID.fromString(id))).isPresent();
            assertThat(request.send(slice(film, 500_000, 600_000)).head().getFirst())
                    .contains(" 423 ");
        }
        assertThat(Stored.keys(service)).doesNotContain("t/" + id);
    }

    @Test
    void writerThatEndedInOrder_leavesItsPartNumbers() {
        UploadStore store = store();
        var id = UUID.fromString(TusClient.id(client.begin(10)));
        Upload first = store.claim(id).orElseThrow();
        store.release(first);
        assertThat(store.claim(id).orElseThrow().nextPart()).isEqualTo(first.nextPart());
    }

    private UploadStore store() {
        return service.store();
    }

    @Test
    void laterPatch_doesNotDisturbAnActiveOne() throws Exception {
        byte[] film = film(20_000, 8);
        String path = client.begin(film.length);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                RawRequest active = RawRequest.patch(service, client, path, 0, film.length)) {
            active.send(slice(film, 0, 1_000));
            await().atMost(Duration.ofMinutes(1)).until(() -> !fence(path).equals("0"));
            // As a cut request whose turn comes late: at the same offset, and nobody behind it.
            Future<Integer> late =
                    other.submit(() -> client.patch(path, 0, film).statusCode());
            int at = 1_000;
            while (!late.isDone()) {
                active.send(slice(film, at, at + 1));
                at++;
                awaitShortly(late);
            }
            assertThat(late.get()).isEqualTo(423);
            active.send(slice(film, at, film.length));
            assertThat(active.head().getFirst()).contains(" 204 ");
        }
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    private static void awaitShortly(Future<Integer> one) throws Exception {
        try {
            one.get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            assertThat(one).isNotDone();
        }
    }

    @Test
    void manyUploadsAtOnce_allArrive() throws Exception {
        try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<Integer>> all = new LinkedHashMap<>();
            for (int i = 0; i < 12; i++) {
                byte[] film = film(TestService.PART + 1_000 * i, i);
                String path = client.begin(film.length);
                all.put(path, users.submit(() -> upload(path, film)));
            }
            for (var entry : all.entrySet()) {
                assertThat(entry.getValue().get()).isPositive();
                events.await("upload.completed", TusClient.id(entry.getKey()));
            }
        }
    }
}
