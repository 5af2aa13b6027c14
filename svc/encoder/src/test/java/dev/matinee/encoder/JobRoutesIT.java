package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.events.SourceObject;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobRoutesIT {
    private static final String ADA =
            TestTokens.shared().access("ada", "creator").sign();
    private static final String BOB =
            TestTokens.shared().access("bob", "creator").sign();

    private final Database database = open();
    private final Outbox outbox = new Outbox("encoder", Clock.systemUTC());
    private final JobStore jobs = new JobStore(database, outbox);
    private final LeaseStore leases = new LeaseStore(database, outbox, Platform.QUICK, new EncoderMetrics());
    private final JobCommandStore commands = new JobCommandStore(database, jobs, leases, Duration.ofHours(1));
    private final HttpClient client = HttpClient.newHttpClient();
    private final ServiceServer server = ServiceServer.builder(new ServiceSettings(
                    EncoderConfig.SERVICE,
                    "encoder-test",
                    "test",
                    "127.0.0.1",
                    0,
                    "127.0.0.1",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO))
            .routing(routing -> Main.routing(
                    routing,
                    jobs,
                    commands,
                    new TokenVerifier(
                            new TokenSettings(
                                    URI.create(TestTokens.ISSUER),
                                    TestKeys.shared().jwks(),
                                    TestTokens.AUDIENCE),
                            Clock.systemUTC())))
            .start();

    private static Database open() {
        PostgresServer.Database fresh = PostgresServer.shared().newDatabase();
        return Database.open(new DatabaseSettings(fresh.url(), fresh.user(), fresh.password(), 3));
    }

    @BeforeAll
    void submit() {
        for (int i = 0; i < 3; i++) {
            VideoSubmitted submitted = new VideoSubmitted(
                    "video-" + i, "submission-" + i, "ada", new SourceObject("uploads", "key", 10, null, null, null));
            database.transact(transaction -> jobs.submit(transaction, submitted, Duration.ofHours(1)));
        }
    }

    @AfterAll
    void close() {
        server.stop();
        database.close();
        client.close();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A job of its own owner, so that the lists of the others stay as they are. */
    private UUID job(String name, String owner) {
        VideoSubmitted submitted =
                new VideoSubmitted(name, "of-" + name, owner, new SourceObject("uploads", "key", 10, null, null, null));
        database.transact(transaction -> jobs.submit(transaction, submitted, Duration.ofHours(1)));
        return jobs.listJobs(new JobStore.Wanted(owner, name, ""), Optional.empty(), 1)
                .getFirst()
                .id();
    }

    private JsonNode json(String path, String token) throws Exception {
        return new ObjectMapper().readTree(get(path, token).body());
    }

    @Test
    void list_owner_pagesThroughOwnJobsNewestFirst() throws Exception {
        JsonNode first = json("/api/encoder/v1/jobs?limit=2", ADA);
        assertThat(first.path("data")).hasSize(2);
        assertThat(first.at("/data/0/content_id").asText()).isEqualTo("video-2");
        assertThat(first.at("/data/0/state").asText()).isEqualTo("queued");
        JsonNode second = json(
                "/api/encoder/v1/jobs?limit=2&cursor="
                        + first.path("next_cursor").asText(),
                ADA);
        assertThat(second.path("data")).hasSize(1);
        assertThat(second.at("/data/0/content_id").asText()).isEqualTo("video-0");
        assertThat(second.has("next_cursor")).isFalse();
    }

    @Test
    void list_byVideo_givesItsJobs() throws Exception {
        assertThat(json("/api/encoder/v1/jobs?content_id=video-1", ADA).path("data"))
                .hasSize(1);
    }

    @Test
    void list_someoneElse_givesNothing() throws Exception {
        assertThat(json("/api/encoder/v1/jobs", BOB).path("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"moderator", "operator"})
    void get_moderatorOrOperator_seesIt(String role) throws Exception {
        String token = TestTokens.shared().access("staff", role).sign();
        String id = json("/api/encoder/v1/jobs", token).at("/data/0/id").asText();
        assertThat(get("/api/encoder/v1/jobs/" + id, token).statusCode()).isEqualTo(200);
    }

    @Test
    void get_someoneElse_isNotFoundLikeAnUnknownOne() throws Exception {
        String id = json("/api/encoder/v1/jobs", ADA).at("/data/0/id").asText();
        assertThat(get("/api/encoder/v1/jobs/" + id, ADA).statusCode()).isEqualTo(200);
        for (String path : new String[] {id, UUID.randomUUID().toString(), "not-an-id"}) {
            HttpResponse<String> answer = get("/api/encoder/v1/jobs/" + path, BOB);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("job_not_found");
        }
    }

    @Test
    void get_nobody_is401() throws Exception {
        assertThat(get("/api/encoder/v1/jobs", "").statusCode()).isEqualTo(401);
        assertThat(get("/api/encoder/v1/jobs/" + UUID.randomUUID(), "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void list_byState_givesThoseInIt() throws Exception {
        job("waiting", "cy");
        UUID ended = job("ended", "cy");
        String cy = TestTokens.shared().access("cy", "creator").sign();
        post("/api/encoder/v1/jobs/" + ended + "/cancel", cy);
        JsonNode failed = json("/api/encoder/v1/jobs?state=failed", cy);
        assertThat(failed.path("data")).hasSize(1);
        assertThat(failed.at("/data/0/id").asText()).isEqualTo(ended.toString());
        assertThat(failed.at("/data/0").has("history")).isFalse();
        assertThat(get("/api/encoder/v1/jobs?state=lost", cy).statusCode()).isEqualTo(400);
    }

    @Test
    void cancelAndRetry_ownerOrOperator_endItAndBeginItAnew() throws Exception {
        String owner = TestTokens.shared().access("dee", "creator").sign();
        String operator = TestTokens.shared().access("staff", "operator").sign();
        for (String token : new String[] {owner, operator}) {
            String path = "/api/encoder/v1/jobs/" + job("of-dee", "dee");
            HttpResponse<String> cancelled = post(path + "/cancel", token);
            assertThat(cancelled.statusCode()).isEqualTo(200);
            assertThat(cancelled.body()).contains("\"failed\"", "\"cancelled\"");
            assertThat(post(path + "/cancel", token).body()).isEqualTo(cancelled.body());
            HttpResponse<String> retried = post(path + "/retry", token);
            assertThat(retried.statusCode()).isEqualTo(200);
            assertThat(retried.body()).contains("\"queued\"");
            assertThat(json(path, token).at("/history")).isNotEmpty();
        }
    }

    @Test
    void retry_permanentCause_isForOperatorsOnly() throws Exception {
        UUID id = job("hopeless", "eve");
        leases.failed(leases.take(id, "one").orElseThrow(), MediaProblem.NOT_A_VIDEO);
        String path = "/api/encoder/v1/jobs/" + id + "/retry";
        HttpResponse<String> refused =
                post(path, TestTokens.shared().access("eve", "creator").sign());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("job_not_retryable");
        assertThat(post(path, TestTokens.shared().access("staff", "operator").sign())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "cancel"})
    void change_withoutTheRight_isRefused(String verb) throws Exception {
        UUID id = job("guarded", "fay");
        String path = "/api/encoder/v1/jobs/" + id + "/" + verb;
        Job before = jobs.findJob(id).orElseThrow().job();
        assertThat(post(path, BOB).statusCode()).isEqualTo(404);
        assertThat(post(path, "").statusCode()).isEqualTo(401);
        HttpResponse<String> moderator =
                post(path, TestTokens.shared().access("staff", "moderator").sign());
        assertThat(moderator.statusCode()).isEqualTo(403);
        assertThat(post("/api/encoder/v1/jobs/" + UUID.randomUUID() + "/" + verb, BOB)
                        .body())
                .contains("job_not_found");
        assertThat(jobs.findJob(id).orElseThrow().job()).isEqualTo(before);
    }

    @Test
    void list_damagedCursor_is400() throws Exception {
        assertThat(get("/api/encoder/v1/jobs?cursor=nonsense", ADA).statusCode())
                .isEqualTo(400);
    }

    @Test
    void openapi_anybody_isServed() throws Exception {
        assertThat(get("/api/encoder/v1/openapi.yaml", "").body()).startsWith("openapi: 3.1.0");
    }
}
