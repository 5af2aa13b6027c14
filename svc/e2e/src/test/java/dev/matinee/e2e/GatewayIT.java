package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway of a running platform refuses and takes off. Leaves nothing behind but a login that was ended. */
@Tag("stack")
@TestInstance(Lifecycle.PER_CLASS)
class GatewayIT {
    private static final String ME = "/api/catalog/v1/me";
    private static final String VIDEOS = "/api/catalog/v1/videos";
    private static final String JSON_BODY = "Content-Type: application/json";
    private static final String PATCH_BODY = "Content-Type: application/merge-patch+json";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<String> IDENTITY = List.of(
            "X-User",
            "X-User-Id",
            "X-Username",
            "X-Email",
            "X-Groups",
            "X-Roles",
            "X-Matinee-Subject",
            "X-Remote-User",
            "X-Auth-User",
            "X-Authenticated-User",
            "X-Auth-Request-User",
            "X-Auth-Request-Email",
            "X-Auth-Request-Access-Token",
            "X-Forwarded-User",
            "X-Forwarded-Email",
            "X-Forwarded-Access-Token",
            "X-Webauth-User",
            "X-Original-Url",
            "X-Rewrite-Url",
            "Remote-User",
            "Remote-Groups",
            "Forwarded");
    private static final List<String> FORWARDED = List.of(
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "X-Forwarded-Method",
            "X-Forwarded-Uri",
            "X-Forwarded-Server",
            "X-Real-Ip");

    private final Gateway gateway = new Gateway();
    private final JsonNode creatorLogin = gateway.login(Gateway.creator());
    private final String creator = Gateway.bearer(creatorLogin);
    private final String creatorSubject =
            Forgery.subject(creatorLogin.get("access_token").asText());
    private final String viewer = Gateway.bearer(gateway.login("vera"));

    GatewayIT() throws IOException {}

    @Test
    void identityHeader_withoutToken_isNobody() throws Exception {
        for (List<String> headers : spellings(creatorSubject)) {
            assertThat(gateway.get(ME, headers).status()).as("%s", headers).isEqualTo(401);
            assertThat(gateway.get("/api/encoder/v1/jobs", headers).status())
                    .as("%s", headers)
                    .isEqualTo(401);
            String[] lines =
                    Stream.concat(headers.stream(), Stream.of(JSON_BODY)).toArray(String[]::new);
            assertThat(gateway.send("POST", VIDEOS, "{\"title\":\"x\"}", lines).status())
                    .isEqualTo(401);
            assertThat(gateway.send("POST", "/api/upload/v1/uploads", "{}", lines)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void identityHeader_withAnothersToken_changesNothing() throws Exception {
        JsonNode truth = Gateway.json(gateway.get(ME, viewer));
        String video = createPrivateVideo();
        try {
            for (List<String> headers : spellings(creatorSubject)) {
                List<String> lines =
                        Stream.concat(headers.stream(), Stream.of(viewer)).toList();
                assertThat(Gateway.json(gateway.get(ME, lines))).isEqualTo(truth);
                assertThat(gateway.get(VIDEOS + "/" + video, lines).status()).isEqualTo(404);
            }
        } finally {
            delete(video);
        }
    }

    @Test
    void clientsHeaders_throughEveryChain_reachNoBackend() throws Exception {
        List<String> lines = new ArrayList<>(List.of(creator));
        spellings("forged").forEach(lines::addAll);
        FORWARDED.forEach(name -> lines.add(name + ": forged"));
        List<String> open = List.of("public-read", "upload-open", "login", "login-assets", "web");
        List<String> members = List.of("member", "upload");
        try (Echo echo = new Echo(Stream.concat(open.stream(), members.stream()).toList())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> gateway.get(echo.path("web")).body(), this::isEcho);
            for (String chain : open) {
                RawAnswer answer = gateway.get(echo.path(chain), lines);
                assertThat(answer.body())
                        .as(chain)
                        .satisfies(this::isEchoOf)
                        .doesNotContain("forged", "x-matinee-subject");
                assertThat(answer.headers()).as(chain).doesNotContainKeys("server", "x-powered-by");
            }
            for (String chain : members) {
                RawAnswer answer = gateway.get(echo.path(chain), lines);
                assertThat(answer.body()).as(chain).doesNotContain("forged");
                assertThat(answer.body().lines()).contains("x-matinee-subject: [" + creatorSubject + "]");
                assertThat(gateway.get(echo.path(chain)).status()).as(chain).isEqualTo(401);
            }
        }
    }

    @Test
    void token_forgedOrOfAnotherKind_isRefused() throws Exception {
        assertThat(gateway.get(ME, creator).status()).as("the genuine one").isEqualTo(200);
        JsonNode keys = Gateway.json(gateway.get("/auth/realms/matinee/protocol/openid-connect/certs"));
        Map<String, String> tokens =
                new LinkedHashMap<>(new Forgery(creatorLogin.get("access_token").asText(), keys)
                        .all(UUID.randomUUID().toString()));
        tokens.put("ID token", creatorLogin.get("id_token").asText());
        tokens.put("refresh token", creatorLogin.get("refresh_token").asText());
        tokens.put("no token", "");
        tokens.put("not a token", "x.y.z");

        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            String line = "Authorization: Bearer " + token.getValue();
            Map<String, Integer> answers = new LinkedHashMap<>();
            for (String path : List.of(ME, "/api/encoder/v1/jobs", "/api/upload/v1/uploads/x")) {
                answers.put(path, gateway.get(path, line).status());
            }
            // What anybody may read is not read with a token that does not hold.
            answers.put(VIDEOS, gateway.get(VIDEOS + "?limit=1", line).status());
            if (!answers.values().stream().allMatch(status -> status == 401)) {
                taken.add(token.getKey() + " " + answers);
            }
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void token_elsewhereThanInItsHeader_isNobody() throws Exception {
        String token = creatorLogin.get("access_token").asText();
        assertThat(gateway.get(ME + "?access_token=" + token).status()).isEqualTo(401);
        assertThat(gateway.get(ME, "Cookie: access_token=" + token).status()).isEqualTo(401);
        assertThat(gateway.get(ME, "Authorization: Basic " + token).status()).isEqualTo(401);
    }

    @Test
    void token_ofARevokedLogin_isRefused() throws Exception {
        JsonNode login = gateway.login("vera");
        String session =
                "{\"session\":\"" + Forgery.session(login.get("access_token").asText()) + "\"}";
        String path = "/api/gate/v1/revocations";
        assertThat(gateway.get(ME, Gateway.bearer(login)).status()).isEqualTo(200);
        assertThat(gateway.send("POST", path, session, JSON_BODY).status()).isEqualTo(401);
        assertThat(gateway.send("POST", path, session, JSON_BODY, Gateway.bearer(login))
                        .status())
                .isEqualTo(403);
        assertThat(gateway.get(ME, Gateway.bearer(login)).status()).isEqualTo(200);

        String operator = Gateway.bearer(gateway.login("olga"));
        assertThat(gateway.send("POST", path, session, JSON_BODY, operator).status())
                .isEqualTo(201);

        assertThat(gateway.get(ME, Gateway.bearer(login)).status()).isEqualTo(401);
        assertThat(gateway.get(ME, viewer).status())
                .as("another login of the same")
                .isEqualTo(200);
    }

    @Test
    void privateVideo_ofAnother_isNotThere() throws Exception {
        String id = createPrivateVideo();
        String path = VIDEOS + "/" + id;
        try {
            RawAnswer mine = gateway.get(path, creator);
            String match = "If-Match: " + mine.header("ETag").orElseThrow();
            assertThat(mine.status()).isEqualTo(200);
            for (String read : List.of(path, path + "/playback")) {
                assertThat(gateway.get(read, viewer).status()).as(read).isEqualTo(404);
                assertThat(gateway.get(read).status()).as(read).isEqualTo(404);
            }
            assertThat(gateway.send("PATCH", path, "{\"title\":\"taken\"}", PATCH_BODY, match, viewer)
                            .status())
                    .isIn(403, 404);
            assertThat(gateway.send("DELETE", path, "", match, viewer).status()).isIn(403, 404);
            assertThat(gateway.send("POST", path + "/retry", "", viewer).status())
                    .isIn(403, 404);
            assertThat(gateway.send("PATCH", path, "{\"title\":\"taken\"}", PATCH_BODY, match)
                            .status())
                    .isEqualTo(401);
            assertThat(gateway.send("DELETE", path, "", match).status()).isEqualTo(401);
            assertThat(gateway.send("POST", path, "", "X-HTTP-Method-Override: DELETE")
                            .status())
                    .isEqualTo(401);

            assertThat(gateway.get(path, creator).body()).as("untouched").isEqualTo(mine.body());
            assertThat(gateway.send("PATCH", path, "{\"title\":\"mine\"}", PATCH_BODY, match, creator)
                            .status())
                    .isEqualTo(200);
        } finally {
            assertThat(delete(id)).isEqualTo(204);
        }
        assertThat(gateway.get(path, creator).status()).isEqualTo(404);
    }

    @Test
    void privateMedia_byPathTricks_isNeverShown(@TempDir Path folder) throws Exception {
        Member member = Member.fromEnvironment();
        String id = member.createVideo("Path tricks");
        try {
            member.upload(id, film(folder.resolve("film.mp4")));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(
                            () -> member.video(id).get("state").asText(),
                            state -> !state.matches("uploading|processing"));
            String signed = member.manifest(id).getPath();
            // catalog may just have been moved by another test; the CDN answers 503 until it knows where to.
            Awaitility.await("its owner's address")
                    .atMost(PATIENCE)
                    .until(() -> gateway.get(signed).body(), body -> body.startsWith("#EXTM3U"));

            for (String trick : PathTricks.of(signed)) {
                for (String header : List.of("Accept: */*", "Range: bytes=0-6")) {
                    RawAnswer answer = gateway.get(trick, header);
                    assertThat(answer.status()).as(trick).isBetween(400, 499);
                    assertThat(answer.body()).as(trick).doesNotContain("#EXTM");
                }
            }
        } finally {
            member.delete(id);
        }
    }

    @Test
    void inside_byAnyPath_hasNoRoute() throws Exception {
        for (String path : PathTricks.INSIDE) {
            RawAnswer answer = gateway.get(path);
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.body()).as(path).doesNotContain("# HELP", "\"issuer\"", "\"status\":\"UP\"");
            assertThat(gateway.get(path, creator).status()).as(path).isIn(400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"consul", "nomad", "traefik", "zipkin", "prometheus", "mail"})
    void operatorHost_withoutLogin_showsNothingButTheWayToIt(String page) throws Exception {
        String host = "Host: " + gateway.host(page);
        String browser = "Accept: text/html";
        for (String path :
                List.of("/", "/ui/", "/api/rawdata", "/media/x", "/api/catalog/v1/videos", "/_gate/../ui/")) {
            RawAnswer answer = gateway.get(path, host, browser);
            assertThat(answer.status()).as(path).isEqualTo(302);
            assertThat(answer.body()).as(path).isEmpty();
            assertWayToLogin(page, answer);
        }
        assertWayToLogin(page, gateway.get("/", host.toUpperCase(Locale.ROOT), browser));
        assertWayToLogin(page, gateway.get("/", host, browser, "Cookie: matinee_session=forged; __Host-x=y"));
        assertWayToLogin(
                page,
                gateway.get("/", host, browser, "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"));
        for (String path : List.of(
                "/v1/agent/self", "/v1/jobs", "/api/rawdata", "/api/v2/services", "/api/v1/targets", "/email")) {
            RawAnswer answer = gateway.get(path, host, creator);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.header("Content-Type")).as(path).contains("application/problem+json");
        }
        assertThat(gateway.send("PUT", "/v1/agent/service/register", "{}", host).status())
                .isEqualTo(401);
        String bare = gateway.host(page).replaceFirst(":.*", ".");
        assertThat(gateway.get("/", "Host: " + bare, browser).header("Content-Type"))
                .contains("application/problem+json");
    }

    @Test
    void forwardedHost_ofAClient_leadsToNoOtherHost() throws Exception {
        String[] lines = {"X-Forwarded-Host: " + gateway.host("consul"), "Forwarded: host=" + gateway.host("consul")};
        assertThat(gateway.get("/", lines).body()).isEqualTo(gateway.get("/").body());
        String issuer = "/auth/realms/matinee/.well-known/openid-configuration";
        assertThat(gateway.get(issuer, "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https")
                        .body())
                .doesNotContain("evil.example", "https:");
    }

    private void assertWayToLogin(String page, RawAnswer answer) {
        String location = answer.header("Location").orElse("");
        assertThat(location).matches("https?://[^/?#]+/auth/realms/matinee/protocol/openid-connect/auth\\?.*");
        assertThat(URLDecoder.decode(location, StandardCharsets.UTF_8))
                .containsIgnoringCase("://" + gateway.host(page) + "/_gate/callback")
                .doesNotContain("evil.example");
    }

    /** Every identity header with one value, spelled as it is, in other cases and with what some servers read as a dash. */
    private static List<List<String>> spellings(String value) {
        return List.of(
                IDENTITY.stream().map(name -> name + ": " + value).toList(),
                IDENTITY.stream()
                        .map(name -> name.toUpperCase(Locale.ROOT) + ": " + value)
                        .toList(),
                IDENTITY.stream()
                        .filter(name -> name.contains("-"))
                        .map(name -> name.replace('-', '_') + ": " + value)
                        .toList(),
                IDENTITY.stream()
                        .filter(name -> name.contains("-"))
                        .map(name -> name.replace('-', '.') + ": " + value)
                        .toList());
    }

    private boolean isEcho(String body) {
        return body.lines().anyMatch(line -> line.startsWith("x-forwarded-host: ["));
    }

    private void isEchoOf(String body) {
        assertThat(isEcho(body)).as(body).isTrue();
    }

    private String createPrivateVideo() throws IOException {
        RawAnswer made =
                gateway.send("POST", VIDEOS, "{\"title\":\"Gateway\",\"visibility\":\"private\"}", JSON_BODY, creator);
        assertThat(made.status()).isEqualTo(201);
        return Gateway.json(made).get("id").asText();
    }

    private int delete(String video) throws IOException {
        return gateway.send("DELETE", VIDEOS + "/" + video, "", creator).status();
    }

    private static Path film(Path film) throws IOException, InterruptedException {
        String source = "testsrc2=size=320x240:rate=25:duration=2";
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        source,
                        "-c:v",
                        "libx264",
                        "-pix_fmt",
                        "yuv420p",
                        film.toString())
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
        return film;
    }
}
