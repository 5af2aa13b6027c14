package dev.matinee.e2e;

import static dev.matinee.e2e.RunningPlatform.PUBLIC_READ;
import static dev.matinee.e2e.RunningPlatform.answersForAMinute;
import static dev.matinee.e2e.RunningPlatform.assertGoodOrAskedToComeAgain;
import static dev.matinee.e2e.RunningPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that the platform cannot do without hangs for a minute: who needs it is asked to come again, what was acknowledged
 * is there afterwards, and nobody has to help.
 */
@Tag("stack")
class StackOutagesIT {
    private static final String VIDEOS = "/api/catalog/v1/videos";
    private static final String JSON_BODY = "Content-Type: application/json";

    @TempDir
    private static Path folder;

    private static Path film = Path.of("film.mp4");

    private final RunningPlatform platform = new RunningPlatform();
    private final Member member = platform.member();
    private final Gateway gateway = new Gateway();

    @BeforeAll
    static void makeFilm() throws IOException, InterruptedException {
        film = Film.make(folder, 12);
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
    void postgresql_hangsForAMinute_losesNothing() throws Exception {
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        HalfUpload half = new HalfUpload();
        String body = "{\"title\": \"Made in an outage\", \"visibility\": \"private\"}";
        List<RawAnswer> answers = during("postgresql", () -> gateway.send("POST", VIDEOS, body, JSON_BODY, creator));

        List<String> acknowledged = new ArrayList<>();
        for (RawAnswer answer : answers) {
            if (answer.status() == 201) {
                acknowledged.add(Gateway.json(answer).get("id").asText());
            }
        }
        acknowledged.forEach(platform::remember);
        assertRefused(answers);
        for (String id : acknowledged) {
            assertThat(member.video(id).get("state").asText()).isEqualTo("uploading");
        }
        half.finish();
    }

    @Test
    void s3_hangsForAMinute_losesNothing() throws Exception {
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        HalfUpload half = new HalfUpload();
        // Each begins an upload of its own: of one upload only one writer is let in at a time.
        List<RawAnswer> answers = during(
                "seaweedfs",
                () -> gateway.send(
                        "POST",
                        "/api/upload/v1/files",
                        "the first bytes",
                        creator,
                        "Tus-Resumable: 1.0.0",
                        "Upload-Length: 1000",
                        "Upload-Metadata: filename ZmlsbS5tcDQ=,filetype dmlkZW8vbXA0",
                        "Content-Type: application/offset+octet-stream"));

        assertRefused(answers);
        assertThat(answers).allMatch(RunningPlatform::isRefusal);
        half.finish();
    }

    @Test
    void keycloak_hangsForAMinute_whoIsLoggedInNoticesNothing() throws Exception {
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        HalfUpload half = new HalfUpload();
        List<RawAnswer> others = new ArrayList<>();
        String issuer = "/auth/realms/matinee/.well-known/openid-configuration";
        List<RawAnswer> answers = during("keycloak", () -> {
            others.add(gateway.get("/api/catalog/v1/me", creator));
            others.add(gateway.get(PUBLIC_READ));
            return gateway.get(issuer);
        });

        assertRefused(answers);
        assertThat(others).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        await(() -> gateway.login(Gateway.creator()).hasNonNull("access_token"));
        half.finish();
    }

    /** What is answered to a question while a part does not move; afterwards the question's kind is answered again. */
    private static List<RawAnswer> during(String part, Callable<RawAnswer> question) throws Exception {
        Part hanging = new Part(part);
        hanging.pause();
        try {
            return answersForAMinute(question);
        } finally {
            hanging.resume();
        }
    }

    private static void assertRefused(List<RawAnswer> answers) {
        assertThat(answers).anyMatch(RunningPlatform::isRefusal);
        assertGoodOrAskedToComeAgain(answers);
    }

    /** An upload of which the platform has acknowledged a half. */
    private final class HalfUpload {
        private final byte[] bytes = Files.readAllBytes(film);
        private final int sent = bytes.length / 2;
        private final String id = platform.create("Half before an outage");
        private final URI upload = member.beginUpload(id, film);

        HalfUpload() throws IOException, InterruptedException {
            HttpResponse<String> answer = member.sendPiece(upload, 0, Arrays.copyOf(bytes, sent));
            assertThat(answer.statusCode()).isEqualTo(204);
        }

        /** Goes on where it was acknowledged, as soon as that is answered, until the film plays. */
        void finish() throws Exception {
            assertThat(platform.askOffset(upload)).isEqualTo(sent);
            await(() -> {
                long offset = member.offset(upload);
                return offset == bytes.length
                        || member.sendPiece(upload, offset, Arrays.copyOfRange(bytes, (int) offset, bytes.length))
                                        .statusCode()
                                == 204;
            });
            platform.assertReady(id);
        }
    }
}
