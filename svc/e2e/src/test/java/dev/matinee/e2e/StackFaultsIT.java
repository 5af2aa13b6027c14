package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks parts of the platform that runs on this machine and looks whether a film still arrives whole. */
@Tag("stack")
class StackFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PUBLIC_READ = "/api/catalog/v1/videos?limit=1";

    @TempDir
    private static Path folder;

    private static Path film = Path.of("film.mp4");

    private final Member member = Member.fromEnvironment();
    private final ConsulAgent consul = new ConsulAgent();
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    static void makeFilm() throws IOException, InterruptedException {
        film = Film.make(folder, 40);
    }

    /** What one test broke is whole again before the next begins, whoever's that is. */
    @BeforeEach
    @AfterEach
    void awaitEveryPart() {
        for (String service : List.of("gate", "catalog", "upload", "encoder")) {
            await(() -> !consul.instances(service).isEmpty()
                    && consul.failing(service).isEmpty());
        }
        await(() -> member.statusOf(PUBLIC_READ) == 200);
    }

    @AfterEach
    void deleteWhatWasMade() throws IOException, InterruptedException {
        for (String id : made) {
            member.delete(id);
        }
    }

    @Test
    void encoder_killedMidJob_isDoneByTheNextWorker() throws Exception {
        String id = create("Encoder killed");
        member.upload(id, film);
        await(() -> member.video(id).at("/progress/percent").asInt() >= 10);
        new Part("encoder").kill();

        assertReady(id);
    }

    @Test
    void gateway_killed_isBackAndKnowsItsRoutes() throws Exception {
        assertThat(member.statusOf(PUBLIC_READ)).isEqualTo(200);
        new Part("traefik").kill();

        await(() -> member.statusOf(PUBLIC_READ) == 200);
    }

    @Test
    void catalog_killed_leavesTheGatewayAndComesBack() throws Exception {
        new Part("catalog").kill();

        await(() -> member.statusOf(PUBLIC_READ) == 503);
        RawAnswer refusal = new Gateway().get(PUBLIC_READ);
        if (refusal.status() == 503) {
            assertThat(refusal.header("Content-Type")).contains("application/problem+json");
            assertThat(refusal.header("Retry-After")).isPresent();
        }
        await(() -> member.statusOf(PUBLIC_READ) == 200);
        await(() -> !consul.instances("catalog").isEmpty()
                && consul.failing("catalog").isEmpty());
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
    void kafka_stoppedForAMinute_losesNothing() throws Exception {
        Part kafka = new Part("kafka");
        kafka.pause();
        String id;
        try {
            id = create("Kafka away");
            member.upload(id, film);
            // The outage itself is what is tried here, so it has to last.
            Awaitility.await()
                    .pollDelay(Duration.ofSeconds(60))
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> true);
            assertThat(member.video(id).get("state").asText()).isEqualTo("uploading");
        } finally {
            kafka.resume();
        }

        assertReady(id);
    }

    @Test
    void upload_serviceKilledAtRandomPoints_goesOnFromWhatItSaysItHolds() throws Exception {
        String id = create("Upload cut");
        URI upload = member.beginUpload(id, film);
        byte[] bytes = Files.readAllBytes(film);
        Random random = new Random(11);
        int cuts = 0;
        long offset = 0;
        while (offset < bytes.length) {
            int length = (int) Math.min(bytes.length - offset, 1 + random.nextInt(bytes.length / 3));
            byte[] piece = Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
            if (cuts < 3 && random.nextBoolean()) {
                cuts++;
                new Part("upload").kill();
            }
            try {
                member.sendPiece(upload, offset, piece);
            } catch (IOException e) {
                // The connection broke with the service; what it holds is asked below.
            }
            offset = askOffset(upload);
        }

        assertThat(cuts).isPositive();
        assertReady(id);
    }

    @Test
    void upload_twoWriters_oneWinsAndTheFilmIsWhole() throws Exception {
        String id = create("Two writers");
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
        long offset = askOffset(upload);
        while (offset < bytes.length) {
            member.sendPiece(upload, offset, Arrays.copyOfRange(bytes, (int) offset, bytes.length));
            offset = askOffset(upload);
        }

        assertThat(answers).as("not both may win").isNotEqualTo(List.of(204, 204));
        assertReady(id);
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

    private String create(String title) throws Exception {
        String id = member.createVideo(title);
        made.add(id);
        return id;
    }

    private long askOffset(URI upload) {
        long[] offset = {-1};
        await(() -> {
            offset[0] = member.offset(upload);
            return offset[0] >= 0;
        });
        return offset[0];
    }

    /** Ready, and every file that its playlists name is there. */
    private void assertReady(String id) throws Exception {
        await(() -> !List.of("uploading", "processing")
                .contains(member.video(id).get("state").asText()));
        JsonNode video = member.video(id);
        assertThat(video.get("state").asText()).as(video.toString()).isEqualTo("ready");
        URI master = member.manifest(id);
        await(() -> !named(master).isEmpty());
        List<URI> playlists = named(master);
        assertThat(playlists).isNotEmpty();
        for (URI playlist : playlists) {
            List<URI> segments = named(playlist);
            assertThat(segments).isNotEmpty();
            for (URI segment : segments) {
                assertThat(member.media(segment)).isNotEmpty();
            }
        }
    }

    private List<URI> named(URI playlist) throws Exception {
        return new String(member.media(playlist), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(playlist::resolve)
                .toList();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }
}
