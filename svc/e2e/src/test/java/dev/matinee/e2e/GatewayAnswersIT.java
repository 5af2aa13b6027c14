package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the gateway of a running platform puts on requests and answers that pass, and how large they may be. */
@Tag("stack")
@TestInstance(Lifecycle.PER_CLASS)
class GatewayAnswersIT {
    private static final String ME = "/api/catalog/v1/me";
    private static final String VIDEOS = "/api/catalog/v1/videos";
    private static final String NO_VIDEO = VIDEOS + "/01a20519-2a7d-71f7-85d9-000000000000";
    private static final String JSON_BODY = "Content-Type: application/json";
    private static final int BODY_LIMIT = 1_048_576;

    private final Gateway gateway = new Gateway();
    private final String creator = Gateway.bearer(gateway.login(Gateway.creator()));

    GatewayAnswersIT() throws IOException {}

    @Test
    void body_aboveTheLimit_isTooLarge() throws Exception {
        // By its announced length before a byte of it came, and by its bytes when no length is told.
        String length = "Content-Length: " + (BODY_LIMIT + 1);
        RawAnswer refusal = gateway.send("POST", VIDEOS, "", JSON_BODY, creator, length);
        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.header("Content-Type")).contains("application/problem+json");
        assertThat(Gateway.json(refusal).get("code").asText()).isEqualTo("body_too_large");
        String chunk = Integer.toHexString(BODY_LIMIT + 1) + "\r\n" + "x".repeat(BODY_LIMIT + 1) + "\r\n0\r\n\r\n";
        assertThat(gateway.send("POST", VIDEOS, chunk, JSON_BODY, creator, "Transfer-Encoding: chunked")
                        .status())
                .isEqualTo(413);
        assertThat(gateway.get(VIDEOS, "X-Long: " + "x".repeat(64 * 1024)).status())
                .isEqualTo(431);
    }

    @Test
    void webApp_anyPage_carriesItsPolicy() throws Exception {
        for (String path : List.of("/", "/watch/x")) {
            RawAnswer page = gateway.get(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(List.of(page.header("Content-Security-Policy").orElse("").split("; *", -1)))
                    .contains(
                            "default-src 'self'",
                            "script-src 'self'",
                            "style-src 'self'",
                            "object-src 'none'",
                            "base-uri 'none'",
                            "frame-ancestors 'self'",
                            "form-action 'self'");
            assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.header("X-Frame-Options")).contains("SAMEORIGIN");
            assertThat(page.header("Referrer-Policy")).contains("strict-origin-when-cross-origin");
            assertThat(page.header("Permissions-Policy").orElse("")).contains("camera=()");
            assertThat(page.headers()).doesNotContainKeys("server", "x-powered-by");
        }
    }

    @Test
    void api_anyAnswer_isNothingToDraw() throws Exception {
        for (RawAnswer answer : List.of(
                gateway.get(VIDEOS + "?limit=1"),
                gateway.get(NO_VIDEO),
                gateway.get(ME, creator),
                gateway.get(ME),
                gateway.get("/api/upload/v1/uploads/x", creator),
                gateway.get("/a;b"))) {
            assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'; frame-ancestors 'none'");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("X-Frame-Options")).contains("DENY");
            assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by");
        }
    }

    @Test
    void text_whenAskedFor_isCompressed() throws Exception {
        Matcher script = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"")
                .matcher(gateway.get("/").body());
        assertThat(script.find()).isTrue();
        for (String path : List.of(script.group(1), "/api/catalog/v1/openapi.yaml")) {
            RawAnswer plain = gateway.get(path);
            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.header("Content-Encoding")).isEmpty();
            for (String encoding : List.of("gzip", "br", "zstd")) {
                RawAnswer packed = gateway.get(path, "Accept-Encoding: " + encoding);
                assertThat(packed.header("Content-Encoding")).as(path).contains(encoding);
                assertThat(packed.headers().get("vary")).as(path).contains("Accept-Encoding");
                assertThat(packed.body().length()).isLessThan(plain.body().length());
            }
            byte[] packed = gateway.get(path, "Accept-Encoding: gzip").bytes();
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                    .isEqualTo(plain.bytes());
        }
    }

    @Test
    void tus_askedByAPageElsewhere_exposesItsHeaders() throws Exception {
        RawAnswer answer = gateway.send(
                "OPTIONS",
                "/api/upload/v1/files",
                "",
                "Origin: https://shop.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization,tus-resumable");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Tus-Version")).contains("1.0.0");
        assertThat(List.of(answer.header("Access-Control-Expose-Headers")
                        .orElse("")
                        .split(", *", -1)))
                .contains(
                        "Location", "Upload-Offset", "Upload-Length", "Upload-Expires", "Tus-Resumable", "Retry-After");
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
    }

    @Test
    void trace_ofAClient_isGoneOnWith() throws Exception {
        for (int spelling = 0; spelling < 3; spelling++) {
            for (List<String> who : List.of(List.<String>of(), List.of(creator))) {
                String trace = UUID.randomUUID().toString().replace("-", "");
                List<String> lines = new ArrayList<>(who);
                lines.addAll(List.of(
                                List.of("traceparent: 00-" + trace + "-b7ad6b7169203331-01"),
                                List.of("b3: " + trace + "-b7ad6b7169203331-1"),
                                List.of("X-B3-TraceId: " + trace, "X-B3-SpanId: b7ad6b7169203331", "X-B3-Sampled: 1"))
                        .get(spelling));
                // Public reads pass the gateway untraced, for their speed; the service goes on all the same.
                assertThat(Gateway.json(gateway.get(NO_VIDEO, lines))
                                .get("trace_id")
                                .asText())
                        .isEqualTo(trace);
                assertThat(Gateway.json(gateway.get("/api/encoder/v1/jobs/x", lines))
                                .get("trace_id")
                                .asText())
                        .isEqualTo(trace);
            }
        }
    }
}
