package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code upload.completed} is said once, wherever a crash came in between. */
class CompletionIT {
    private static final TestService service = new TestService(Map.of());
    private static EventLog events;

    private final TusClient client = TusClient.creator(service);

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

    /** An upload as a process leaves it that dies between its last part and the completion. */
    private UUID allBytesThere(byte[] film) {
        UUID id = UUID.fromString(TusClient.id(client.begin(film.length)));
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
        return id;
    }

    private void assertOnce(UUID id, byte[] film) {
        events.await("upload.completed", id.toString());
        // A later event of the same topic and key comes after any second one.
        assertThat(events.find("upload.completed", id.toString())).hasSize(1);
        assertThat(Stored.object(service, id.toString())).isEqualTo(film);
        assertThat(service.value("SELECT state FROM uploads WHERE id = ?", id)).isEqualTo("complete");
        assertThat(service.value("SELECT count(*) FROM outbox WHERE key = ?", id.toString()))
                .isEqualTo("0");
    }

    @Test
    void crashBeforeS3Completed_isFinishedByTheSweeper() {
        byte[] film = film(100_000, 1);
        UUID id = allBytesThere(film);
        assertThat(client.head(TusClient.FILES + "/" + id).headers().firstValueAsLong("Upload-Offset"))
                .hasValue(film.length);
        service.running.sweeper().sweep();
        assertThat(service.value("SELECT state FROM uploads WHERE id = ?", id)).isEqualTo("assembling");
        service.clock.turn(Duration.ofMinutes(2));
        service.running.sweeper().sweep();
        assertOnce(id, film);
    }

    @Test
    void crashAfterS3Completed_isFinishedByTheSweeper() {
        byte[] film = film(100_000, 2);
        UUID id = allBytesThere(film);
        String multipart = service.value("SELECT multipart_id FROM uploads WHERE id = ?", id);
        assertThat(service.bucket.complete(
                        Upload.key(id), multipart, service.assemblies().parts(id), film.length))
                .isTrue();
        service.clock.turn(Duration.ofMinutes(2));
        service.running.sweeper().sweep();
        assertOnce(id, film);
    }

    @Test
    void manyFinishers_sayItOnce() throws Exception {
        byte[] film = film(100_000, 3);
        UUID id = allBytesThere(film);
        try (ExecutorService finishers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(finishers.submit(() -> service.running.assembly().finish(id)));
            }
            int told = 0;
            for (Future<Boolean> one : all) {
                told += one.get() ? 1 : 0;
            }
            assertThat(told).isEqualTo(1);
        }
        assertOnce(id, film);
    }

    @Test
    void partsThatS3Lost_endTheUpload() throws Exception {
        byte[] film = film(100_000, 4);
        UUID id = allBytesThere(film);
        service.bucket.abort(Upload.key(id), service.value("SELECT multipart_id FROM uploads WHERE id = ?", id));
        assertThat(service.running.assembly().finish(id)).isTrue();
        assertThat(client.head(TusClient.FILES + "/" + id).statusCode()).isEqualTo(410);
        assertThat(events.await("upload.abandoned", id.toString()).get("cause").asText())
                .isEqualTo("expired");
        assertThat(events.find("upload.completed", id.toString())).isEmpty();
    }

    @Test
    void staleAssembler_doesNotEndTheUpload() {
        byte[] film = film(100_000, 6);
        UUID id = allBytesThere(film);
        Upload stale = service.assemblies().claimAssembly(id).orElseThrow();
        assertThat(service.assemblies().claimAssembly(id)).isPresent();
        assertThat(service.endings().lose(stale)).isFalse();
        service.clock.turn(Duration.ofMinutes(2));
        service.running.sweeper().sweep();
        assertOnce(id, film);
    }

    @Test
    void unusedPartNumbers_doNoHarm() {
        byte[] film = film(TestService.PART + 10, 5);
        UUID id = UUID.fromString(TusClient.id(client.begin(film.length)));
        UploadStore store = service.store();
        // A writer dies after it sent a part that it never recorded.
        Upload dead = store.claim(id).orElseThrow();
        String multipart = service.bucket.beginMultipart(dead.key());
        store.setMultipart(dead, multipart);
        try (PartSpool part = PartSpool.in(service.config.limits().spool())) {
            part.append(film(1_000, 99), 1_000);
            assertThat(service.bucket
                            .putPart(dead.key(), multipart, dead.nextPart(), part)
                            .etag())
                    .isNotEmpty();
        }
        assertThat(client.patch(TusClient.FILES + "/" + id, 0, film).statusCode())
                .isEqualTo(204);
        assertOnce(id, film);
    }
}
