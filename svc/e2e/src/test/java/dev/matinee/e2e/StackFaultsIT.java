package dev.matinee.e2e;

import static dev.matinee.e2e.RunningPlatform.PUBLIC_READ;
import static dev.matinee.e2e.RunningPlatform.answersForAMinute;
import static dev.matinee.e2e.RunningPlatform.answersThroughAnOutage;
import static dev.matinee.e2e.RunningPlatform.assertGoodOrAskedToComeAgain;
import static dev.matinee.e2e.RunningPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks parts of the platform that runs on this machine and looks whether a film still arrives whole. */
@Tag("stack")
class StackFaultsIT {
    private static final int CUTS = 3;
    private static final int CLIENTS = 4;
    private static final int FLUSHES = 20;
    private static final int READS_EACH = 30;

    @TempDir
    private static Path folder;

    private static Path film = Path.of("film.mp4");

    private final RunningPlatform platform = new RunningPlatform();
    private final Member member = platform.member();

    @BeforeAll
    static void makeFilm() throws IOException, InterruptedException {
        film = Film.make(folder, 40);
    }

    @BeforeEach
    void awaitEveryPart() {
        platform.awaitEveryPart();
    }

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        platform.awaitEveryPart();
        platform.deleteWhatWasMade();
    }

    @Test
    void encoder_killedMidJob_isDoneByTheNextWorker() throws Exception {
        String id = platform.create("Encoder killed");
        member.upload(id, film);
        await(() -> member.video(id).at("/progress/percent").asInt() >= 10);
        new Part("encoder").kill();

        platform.assertReady(id);
    }

    @Test
    void gateway_killed_isBackAndKnowsItsRoutes() throws Exception {
        assertThat(member.statusOf(PUBLIC_READ)).isEqualTo(200);
        new Part("traefik").kill();

        await(() -> member.statusOf(PUBLIC_READ) == 200);
    }

    @Test
    void catalog_killed_leavesTheGatewayAndComesBack() throws Exception {
        Gateway gateway = new Gateway();
        new Part("catalog").kill();

        assertGoodOrAskedToComeAgain(answersThroughAnOutage(() -> gateway.get(PUBLIC_READ)));
    }

    @Test
    void gate_killed_membersAreAskedToComeAgainAndReadersNoticeNothing() throws Exception {
        Gateway gateway = new Gateway();
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        new Part("gate").kill();

        List<RawAnswer> reads = new ArrayList<>();
        assertGoodOrAskedToComeAgain(answersThroughAnOutage(() -> {
            reads.add(gateway.get(PUBLIC_READ));
            return gateway.get("/api/catalog/v1/me", creator);
        }));
        assertThat(reads).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    }

    @Test
    void redis_hangs_membersAreAskedToComeAgainAndReadersNoticeNothing() throws Exception {
        Gateway gateway = new Gateway();
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        assertThat(gateway.get("/api/catalog/v1/me", creator).status()).isEqualTo(200);
        Part redis = new Part("redis");
        redis.pause();
        try {
            RawAnswer refusal = gateway.get("/api/catalog/v1/me", creator);
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("Content-Type")).contains("application/problem+json");
            assertThat(refusal.header("Retry-After")).isPresent();
            assertThat(gateway.get(PUBLIC_READ).status()).isEqualTo(200);
        } finally {
            redis.resume();
        }
        await(() -> gateway.get("/api/catalog/v1/me", creator).status() == 200);
    }

    @Test
    void redisCache_flushedUnderLoad_nobodyNotices() throws Exception {
        Gateway gateway = new Gateway();
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        String id = platform.create("Read while Redis forgets");
        List<List<String>> requests = List.of(
                List.of(PUBLIC_READ),
                List.of("/api/catalog/v1/me", creator),
                List.of("/api/catalog/v1/videos/" + id, creator));
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    for (int turn = 0; !over.get(); turn++) {
                        List<String> request = requests.get(turn % requests.size());
                        RawAnswer answer = gateway.get(request.getFirst(), request.subList(1, request.size()));
                        if (answer.status() != 200) {
                            failures.add(answer.toString());
                        }
                        done.incrementAndGet();
                    }
                    return true;
                }));
            }
            try {
                for (int i = 0; i < FLUSHES; i++) {
                    int before = done.get();
                    flush(platform.address("redis"));
                    await(() -> done.get() >= before + READS_EACH
                            || clients.stream().anyMatch(Future::isDone));
                }
            } finally {
                over.set(true);
            }
            for (Future<Boolean> ended : clients) {
                ended.get();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(done).hasValueGreaterThanOrEqualTo(FLUSHES * READS_EACH);
    }

    private static void flush(URI redis) throws IOException {
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout(30_000);
            String command = "AUTH " + System.getenv("MATINEE_REDIS_PASSWORD") + "\r\nFLUSHALL\r\nQUIT\r\n";
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("+OK\r\n".repeat(3));
        }
    }

    @Test
    void kafka_stoppedForAMinute_losesNothing() throws Exception {
        Gateway gateway = new Gateway();
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        Part kafka = new Part("kafka");
        kafka.pause();
        String id;
        try {
            id = platform.create("Kafka away");
            member.upload(id, film);
            List<RawAnswer> answers = answersForAMinute(() -> gateway.get("/api/catalog/v1/me", creator));
            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
            assertThat(member.video(id).get("state").asText()).isEqualTo("uploading");
        } finally {
            kafka.resume();
        }

        platform.assertReady(id);
    }

    @Test
    void upload_serviceKilledWhileBytesAreOnTheirWay_goesOnFromWhatItSaysItHolds() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("upload is killed by seed " + seed);
        Random random = new Random(seed);
        String id = platform.create("Upload cut");
        URI upload = member.beginUpload(id, film);
        byte[] bytes = Files.readAllBytes(film);
        int cuts = 0;
        long offset = 0;
        while (offset < bytes.length) {
            byte[] rest = Arrays.copyOfRange(bytes, (int) offset, bytes.length);
            int after = cuts < CUTS ? random.nextInt(rest.length) : rest.length;
            CutBody body = new CutBody(rest, after, () -> new Part("upload").kill());
            try {
                member.sendPiece(upload, offset, body.publisher());
            } catch (IOException e) {
                // The connection broke with the service; what it holds is asked below.
            }
            if (body.happened()) {
                cuts++;
            }
            offset = platform.askOffset(upload);
        }

        assertThat(cuts).as("cuts by seed " + seed).isEqualTo(CUTS);
        platform.assertReady(id);
    }

    @Test
    void upload_twoWriters_oneWinsAndTheFilmIsWhole() throws Exception {
        String id = platform.create("Two writers");
        URI upload = member.beginUpload(id, film);
        byte[] bytes = Files.readAllBytes(film);
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<HttpResponse<String>>> both = threads.invokeAll(List.of(
                    (Callable<HttpResponse<String>>) () -> member.sendPiece(upload, 0, bytes),
                    () -> member.sendPiece(upload, 0, bytes)));
            for (Future<HttpResponse<String>> one : both) {
                answers.add(status(one));
            }
        }
        long offset = platform.askOffset(upload);
        while (offset < bytes.length) {
            member.sendPiece(upload, offset, Arrays.copyOfRange(bytes, (int) offset, bytes.length));
            offset = platform.askOffset(upload);
        }

        assertThat(answers).as("not both may win").isNotEqualTo(List.of(204, 204));
        platform.assertReady(id);
    }

    /** The loser's connection may be closed under it, which is an answer as well. */
    private static int status(Future<HttpResponse<String>> request) throws InterruptedException {
        try {
            return request.get().statusCode();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
            return 0;
        }
    }
}
