package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CdnWebIT {
    private static final String PAGE = "<!doctype html><title>Matinee</title>";
    private static final String KEY = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private Origin origin;
    private Cdn cdn;

    @BeforeAll
    void start(@TempDir Path allocation) throws Exception {
        origin = new Origin();
        for (var object : List.of("index.html", "assets/index-Abc123.js", "assets/index-Abc123.css", "icon.svg")) {
            origin.put("web/" + object, PAGE.getBytes(StandardCharsets.UTF_8));
        }
        cdn = Cdn.start(allocation, Map.of("seaweedfs", List.of(origin.address())), KEY);
    }

    @AfterAll
    void stop() throws Exception {
        cdn.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/watch/0190d6f0-0000-7000-8000-000000000000", "/upload", "/mine?page=2", "/index.html"})
    void pages_drawnByTheApp(String path) throws Exception {
        var answer = cdn.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(PAGE);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/index-Abc123.js,text/javascript; charset=utf-8,'public, max-age=31536000, immutable'",
        "/assets/index-Abc123.css,text/css; charset=utf-8,'public, max-age=31536000, immutable'",
        "/icon.svg,image/svg+xml,'public, max-age=3600'"
    })
    void files_byKind(String path, String type, String life) throws Exception {
        var answer = cdn.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly(type);
        assertThat(header(answer, "Cache-Control")).isEqualTo(life);
        assertThat(answer.headers().map())
                .doesNotContainKeys("x-amz-request-id", "content-disposition", "content-encoding", "vary");
    }

    @Test
    void missingAsset_isNoPage() throws Exception {
        assertThat(cdn.get("/assets/index-Gone.js").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/catalog/v1/videos", "/auth/realms/x", "/internal/catalog/media-access", "/observe/anything"
            })
    void servicesPaths_areNoPages(String path) throws Exception {
        assertThat(cdn.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void health_onlyWithinThePlatform() throws Exception {
        assertThat(cdn.get("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(cdn.get("/observe/health/live", "X-Forwarded-For", "203.0.113.9")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "413, 413, body_too_large, ''",
        "429, 429, too_many_requests, 1",
        "502, 502, bad_gateway, 2",
        "504, 503, unavailable, 5"
    })
    void gatewaysProblems_areWhole(String page, int status, String code, String wait) throws Exception {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var answer = cdn.get("/_problem/" + page, "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "Retry-After")).isEqualTo(wait);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("type").asText()).isEqualTo("urn:matinee:error:" + code);
        assertThat(problem.get("trace_id").asText()).isEqualTo(trace);
        assertThat(List.of(problem.get("title").asText(), problem.get("detail").asText()))
                .doesNotContain("");
        assertThat(new ObjectMapper()
                        .readTree(cdn.get("/_problem/" + page).body())
                        .get("trace_id")
                        .isNull())
                .isTrue();
    }

    @Test
    void metrics_onlyWithinThePlatform() throws Exception {
        assertThat(cdn.get("/observe/metrics").body()).asString().contains("cdn_connections{state=\"writing\"} 1");
        assertThat(cdn.get("/observe/metrics", "X-Forwarded-For", "203.0.113.9").statusCode())
                .isEqualTo(404);
    }

    @Test
    void newRelease_seenAtOnce() throws Exception {
        origin.put("web/release.html", "one".getBytes(StandardCharsets.UTF_8));
        assertThat(cdn.get("/release.html").body()).asString().isEqualTo("one");
        origin.put("web/release.html", "two".getBytes(StandardCharsets.UTF_8));
        await().untilAsserted(() ->
                assertThat(cdn.get("/release.html").body()).asString().isEqualTo("two"));
    }

    @Test
    void noCatalogAtAll_mediaClosed() throws Exception {
        assertThat(cdn.get("/media/v/0190d6f0-0000-7000-8000-000000000000/a1/master.m3u8")
                        .statusCode())
                .isEqualTo(503);
        assertThat(origin.reads()).noneMatch(read -> read.startsWith("/media"));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
