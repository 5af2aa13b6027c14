package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The platform that runs on this machine, for tests that break parts of it: what it must be before, and what it must hold after. */
final class RunningPlatform {
    static final String PUBLIC_READ = "/api/catalog/v1/videos?limit=1";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Member member = Member.fromEnvironment();
    private final ConsulAgent consul = new ConsulAgent();
    private final List<String> made = new ArrayList<>();

    Member member() {
        return member;
    }

    /** Where a part listens, by Consul. */
    URI address(String part) throws IOException, InterruptedException {
        return consul.instances(part).getFirst();
    }

    /** What one test broke is whole again before the next begins, whoever's that is. */
    void awaitEveryPart() {
        for (String service : List.of(
                "postgresql",
                "redis",
                "redis-state",
                "kafka",
                "seaweedfs",
                "keycloak",
                "gate",
                "catalog",
                "upload",
                "encoder")) {
            await(() -> !consul.instances(service).isEmpty()
                    && consul.failing(service).isEmpty());
        }
        await(() -> member.statusOf(PUBLIC_READ) == 200);
    }

    String create(String title) throws IOException, InterruptedException {
        String id = member.createVideo(title);
        made.add(id);
        return id;
    }

    /** To be deleted with what {@link #create} made. */
    void remember(String id) {
        made.add(id);
    }

    void deleteWhatWasMade() throws IOException, InterruptedException {
        for (String id : made) {
            member.delete(id);
        }
        made.clear();
    }

    long askOffset(URI upload) {
        long[] offset = {-1};
        await(() -> {
            offset[0] = member.offset(upload);
            return offset[0] >= 0;
        });
        return offset[0];
    }

    /** Ready, and every file that its playlists name is there. */
    void assertReady(String id) throws Exception {
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

    private List<URI> named(URI playlist) throws IOException, InterruptedException {
        return new String(member.media(playlist), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(playlist::resolve)
                .toList();
    }

    /** All that is answered from now on, asked again at once each time, until an outage was seen and is over. */
    static List<RawAnswer> answersThroughAnOutage(Callable<RawAnswer> question) {
        List<RawAnswer> answers = new ArrayList<>();
        Awaitility.await().atMost(PATIENCE).pollInterval(POLL).until(() -> {
            RawAnswer answer = question.call();
            answers.add(answer);
            return answer.status() < 300 && answers.stream().anyMatch(RunningPlatform::isRefusal);
        });
        return answers;
    }

    /** Good answers, and refusals that say in the API's own form when to come again; nothing else. */
    static void assertGoodOrAskedToComeAgain(List<RawAnswer> answers) {
        assertThat(answers).allSatisfy(answer -> {
            if (isRefusal(answer)) {
                assertThat(answer.status()).isIn(502, 503);
                assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
                assertThat(answer.header("Retry-After")).isPresent();
            }
        });
    }

    static boolean isRefusal(RawAnswer answer) {
        return answer.status() >= 300;
    }

    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }

    /** An outage itself is what is tried, so it has to last: asks once a second for a minute. */
    static List<RawAnswer> answersForAMinute(Callable<RawAnswer> question) {
        List<RawAnswer> answers = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    answers.add(question.call());
                    return System.nanoTime() >= end;
                });
        return answers;
    }
}
