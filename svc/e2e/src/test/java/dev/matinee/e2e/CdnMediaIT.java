package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CdnMediaIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] SEGMENT = bytes(700_000, 1);
    private static final byte[] FILM = bytes(20 << 20, 2);

    private final MediaToken first = new MediaToken("k2", bytes(32, 3));
    private final MediaToken second = new MediaToken("k1", bytes(32, 4));
    private Origin origin;
    private CatalogStandIn catalog;
    private Cdn cdn;
    private String content;

    @BeforeAll
    void start(@TempDir Path allocation) throws Exception {
        origin = new Origin();
        catalog = new CatalogStandIn();
        cdn = Cdn.start(
                allocation,
                Map.of("seaweedfs", List.of(origin.address()), "catalog", List.of(catalog.hostAndPort())),
                first.entry() + "," + second.entry());
    }

    @AfterAll
    void stop() throws Exception {
        cdn.close();
        catalog.close();
        origin.close();
    }

    @BeforeEach
    void newContent() {
        content = newId();
        for (var file :
                List.of("720/seg-1.m4s", "720/init.mp4", "poster.jpg", "small.webp", "storyboard.vtt", "s.json")) {
            origin.put(key(file), SEGMENT);
        }
        origin.put(key("master.m3u8"), "#EXTM3U\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void publicPath_openVideo() throws Exception {
        catalog.open(content);
        var answer = cdn.get(publicPath("720/seg-1.m4s"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SEGMENT);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.headers().map())
                .doesNotContainKeys("x-amz-request-id", "content-disposition", "content-encoding", "set-cookie");
    }

    @Test
    void publicPath_privateVideo() throws Exception {
        catalog.closed(content, 3);
        var answer = cdn.get(publicPath("720/seg-1.m4s"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void signedPath_everyLiveKey() throws Exception {
        catalog.closed(content, 3);
        for (var signer : List.of(first, second)) {
            var answer = cdn.get(signedPath(signer.sign(content, Instant.now().plus(HOUR), 3), "720/seg-1.m4s"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(SEGMENT);
        }
    }

    @Test
    void signedPath_expired() throws Exception {
        catalog.closed(content, 3);
        assertRefused(first.sign(content, Instant.now().minusSeconds(1), 3));
    }

    @Test
    void signedPath_longerThanADay() throws Exception {
        catalog.closed(content, 3);
        assertRefused(first.sign(content, Instant.now().plus(Duration.ofHours(25)), 3));
    }

    @Test
    void signedPath_wrongKey() throws Exception {
        catalog.closed(content, 3);
        assertRefused(
                new MediaToken("k1", bytes(32, 5)).sign(content, Instant.now().plus(HOUR), 3));
    }

    @Test
    void signedPath_unknownKid() throws Exception {
        catalog.closed(content, 3);
        assertRefused(
                new MediaToken("k9", bytes(32, 3)).sign(content, Instant.now().plus(HOUR), 3));
    }

    @Test
    void signedPath_ofAnotherContent() throws Exception {
        catalog.closed(content, 3);
        assertRefused(first.sign(newId(), Instant.now().plus(HOUR), 3));
    }

    @Test
    void signedPath_tamperedClaims() throws Exception {
        catalog.closed(content, 4);
        var exp = Instant.now().plus(HOUR).getEpochSecond();
        var token = first.sign(content, Long.toString(exp), "3");
        assertRefused(token.replace("." + exp + ".", "." + (exp + 1) + "."));
        assertRefused(token.replace("." + exp + ".3.", "." + exp + ".4."));
        assertRefused(token.replaceFirst("k2", "k1"));
        assertRefused(token + "A");
        assertRefused(token.substring(0, token.length() - 1));
    }

    @Test
    void signedPath_earlierEpoch() throws Exception {
        catalog.closed(content, 4);
        assertRefused(first.sign(content, Instant.now().plus(HOUR), 3));
    }

    @Test
    void signedPath_epochGrown() throws Exception {
        catalog.closed(content, 3);
        var path = signedPath(first.sign(content, Instant.now().plus(HOUR), 3), "master.m3u8");
        assertThat(cdn.get(path).statusCode()).isEqualTo(200);
        catalog.closed(content, 4);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(cdn.get(path).statusCode()).isEqualTo(403));
    }

    @Test
    void publicPath_madePrivateWhileCached() throws Exception {
        catalog.open(content);
        var path = publicPath("720/seg-1.m4s");
        assertThat(cdn.get(path).statusCode()).isEqualTo(200);
        assertThat(header(cdn.get(path), "X-Cache")).isEqualTo("HIT");
        catalog.closed(content, 1);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(cdn.get(path).statusCode()).isEqualTo(403));
    }

    @Test
    void publicPath_deletedWhileCached() throws Exception {
        catalog.open(content);
        var path = publicPath("poster.jpg");
        assertThat(cdn.get(path).statusCode()).isEqualTo(200);
        catalog.delete(content);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(cdn.get(path).statusCode()).isEqualTo(403));
    }

    @Test
    void cache_sharedByAllTokensOfOneContent() throws Exception {
        catalog.closed(content, 3);
        var now = Instant.now();
        cdn.get(signedPath(first.sign(content, now.plus(HOUR), 3), "720/seg-1.m4s"));
        var answer = cdn.get(signedPath(second.sign(content, now.plusSeconds(60), 3), "720/seg-1.m4s"));
        assertThat(header(answer, "X-Cache")).isEqualTo("HIT");
        assertThat(origin.readsOf(key("720/seg-1.m4s"))).isEqualTo(1);
    }

    @Test
    void cache_queryLeftOut() throws Exception {
        catalog.open(content);
        cdn.get(publicPath("720/seg-1.m4s") + "?CMCD=bl%3D100");
        assertThat(header(cdn.get(publicPath("720/seg-1.m4s") + "?CMCD=bl%3D200"), "X-Cache"))
                .isEqualTo("HIT");
    }

    @Test
    void cache_manyMissesAtOnce() throws Exception {
        catalog.open(content);
        var gate = new CountDownLatch(1);
        origin.holdUntil(gate);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<byte[]>> ask = () -> cdn.get(publicPath("720/seg-1.m4s"));
            var answers = new ArrayList<Future<HttpResponse<byte[]>>>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(ask));
            }
            await().until(() -> origin.readsOf(key("720/seg-1.m4s")) > 0);
            gate.countDown();
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                assertThat(answer.get().body()).isEqualTo(SEGMENT);
            }
        }
        assertThat(origin.readsOf(key("720/seg-1.m4s"))).isEqualTo(1);
        // One question for each window of two seconds that the burst touched.
        assertThat(catalog.questionsAbout(content)).isBetween(1L, 5L);
    }

    @Test
    void range_ofACachedSegment() throws Exception {
        catalog.open(content);
        for (int i = 0; i < 2; i++) {
            var answer = cdn.get(publicPath("720/seg-1.m4s"), "Range", "bytes=100-199");
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(header(answer, "Content-Range")).isEqualTo("bytes 100-199/" + SEGMENT.length);
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(SEGMENT, 100, 200));
        }
        assertThat(origin.readsOf(key("720/seg-1.m4s"))).isEqualTo(1);
    }

    @Test
    void range_acrossPiecesOfALongFile() throws Exception {
        catalog.open(content);
        origin.put(key("film.mp4"), FILM);
        var from = (8 << 20) - 10;
        var answer = cdn.get(publicPath("film.mp4"), "Range", "bytes=" + from + "-" + (from + 19));
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(FILM, from, from + 20));
        assertThat(origin.readsOf(key("film.mp4"))).isEqualTo(2);
        assertThat(cdn.get(publicPath("film.mp4")).body()).isEqualTo(FILM);
    }

    @Test
    void range_beyondTheEnd() throws Exception {
        catalog.open(content);
        cdn.get(publicPath("720/seg-1.m4s"));
        assertThat(cdn.get(publicPath("720/seg-1.m4s"), "Range", "bytes=9000000-")
                        .statusCode())
                .isEqualTo(416);
    }

    @Test
    void notModified_sameEtag() throws Exception {
        catalog.open(content);
        var etag = header(cdn.get(publicPath("poster.jpg")), "ETag");
        assertThat(cdn.get(publicPath("poster.jpg"), "If-None-Match", etag).statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "720/seg-1.m4s,video/iso.segment",
        "720/init.mp4,video/mp4",
        "poster.jpg,image/jpeg",
        "small.webp,image/webp",
        "storyboard.vtt,text/vtt; charset=utf-8",
        "s.json,application/json",
        "master.m3u8,application/vnd.apple.mpegurl"
    })
    void headers_byKindAndPath(String file, String type) throws Exception {
        catalog.open(content);
        var open = cdn.get(publicPath(file));
        assertThat(open.headers().allValues("Content-Type")).containsExactly(type);
        assertThat(open.headers().allValues("Cache-Control")).containsExactly("public, max-age=31536000, immutable");
        var signed = cdn.get(signedPath(first.sign(content, Instant.now().plus(HOUR), 0), file));
        assertThat(signed.headers().allValues("Content-Type")).containsExactly(type);
        assertThat(header(signed, "Cache-Control")).startsWith("private, ");
    }

    @Test
    void headers_playlistThatStillGrows() throws Exception {
        catalog.open(content);
        origin.put(key("grows.m3u8"), "#EXTM3U\n".getBytes(StandardCharsets.UTF_8), "public, max-age=2");
        assertThat(header(cdn.get(publicPath("grows.m3u8")), "Cache-Control")).isEqualTo("public, max-age=2");
    }

    @Test
    void missingObject() throws Exception {
        catalog.open(content);
        var answer = cdn.get(publicPath("720/seg-9.m4s"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"original.mp4", "source.json", "raw/original-1.mp4", "film.mkv", "seg.mov", "x.svg", "x.html"})
    void originalsAndForeignKinds_neverServed(String file) throws Exception {
        catalog.open(content);
        origin.put(key(file), SEGMENT);
        assertThat(cdn.get(publicPath(file)).statusCode()).isEqualTo(404);
        assertThat(origin.readsOf(key(file))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/v/%s/a1/../../../uploads/x.mp4",
                "/media/v/%s/a1/%%2e%%2e/%%2e%%2e/x.mp4",
                "/media/v/%s/a1/..%%2f..%%2fx.mp4",
                "/media/v/%s/a1/%%252f/x.mp4",
                "/media/v/%s/a1/%%252e%%252e/x.mp4",
                "/media/v/%s/a1/..\\..\\x.mp4",
                "/media/v/%s/a1/%%5c..%%5cx.mp4",
                "/media/v/%s/a1/poster.jpg%%00.mp4",
                "/media/v/%s/a1//poster.jpg",
                "/media/v/%s/a1/./../a1/poster.jpg",
                "/media/v/%s/a1/p%%6fster.jpg",
                "/media/v/%s/a1/poster.jpg;x=.mp4",
                "/media/v/../../etc/passwd",
                "/..%%2f..%%2fetc/passwd",
                "/assets/%%2e%%2e/%%2e%%2e/media/x"
            })
    void pathTricks_refused(String target) throws Exception {
        catalog.open(content);
        assertThat(cdn.statusLineOf(target.formatted(content))).contains(" 400 ");
        assertThat(origin.reads()).noneMatch(read -> read.contains("etc") || read.contains("uploads"));
        assertThat(origin.reads()).noneMatch(read -> read.contains(content));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/v/not-an-id/a1/poster.jpg",
                "/media/v/%s/a.1/poster.jpg",
                "/media/v/%s/poster.jpg",
                "/media/v/%s/a1/.hidden.jpg",
                "/media/v/%s/a1/a/b/c/d/e.jpg",
                "/media/p//v/%s/a1/poster.jpg",
                "/media/uploads/x.mp4",
                "/media/"
            })
    void otherShapes_notFound(String target) throws Exception {
        catalog.open(content);
        assertThat(cdn.statusLineOf(target.formatted(content))).containsPattern(" 40[04] ");
        assertThat(origin.reads()).noneMatch(read -> read.contains(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void writing_refused(String method) throws Exception {
        catalog.open(content);
        assertThat(cdn.send(method, publicPath("poster.jpg")).statusCode()).isEqualTo(405);
    }

    @Test
    void preflight() throws Exception {
        var answer = cdn.send("OPTIONS", publicPath("poster.jpg"), "Origin", "https://elsewhere.example");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Access-Control-Allow-Headers")).contains("Range");
    }

    @Test
    void head_noBody() throws Exception {
        catalog.open(content);
        var answer = cdn.send("HEAD", publicPath("720/seg-1.m4s"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(SEGMENT.length));
    }

    @Test
    void catalogGoneForAMoment_itsLastWordCounts() throws Exception {
        catalog.open(content);
        var path = publicPath("720/seg-1.m4s");
        // Tried again, since a slow machine may let two windows pass between the two requests.
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            catalog.start();
            assertThat(cdn.get(path).statusCode()).isEqualTo(200);
            catalog.stop();
            assertThat(cdn.get(path).statusCode()).isEqualTo(200);
        });
        catalog.start();
    }

    @Test
    void catalogGone_cachedMediaToo() throws Exception {
        catalog.open(content);
        var path = publicPath("720/seg-1.m4s");
        assertThat(cdn.get(path).statusCode()).isEqualTo(200);
        catalog.stop();
        try {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(cdn.get(path).statusCode()).isEqualTo(503));
            assertThat(header(cdn.get(path), "Retry-After")).isEqualTo("2");
        } finally {
            catalog.start();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(cdn.get(path).statusCode()).isEqualTo(200));
    }

    @Test
    void log_cmcdButNoToken() throws Exception {
        catalog.closed(content, 3);
        var token = first.sign(content, Instant.now().plus(HOUR), 3);
        cdn.get(signedPath(token, "720/seg-1.m4s") + "?CMCD=bl%3D2100%2Csid%3D%22abc%22");
        cdn.get("/media/p/" + token + "/v/" + content + "/a1/..x");
        await().untilAsserted(() -> assertThat(cdn.log()).contains("bl%3D2100"));
        assertThat(cdn.log()).doesNotContain(token).doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void keys_rotatedByReload() throws Exception {
        catalog.closed(content, 3);
        var next = new MediaToken("k3", bytes(32, 6));
        var newToken = signedPath(next.sign(content, Instant.now().plus(HOUR), 3), "poster.jpg");
        var oldToken = signedPath(first.sign(content, Instant.now().plus(HOUR), 3), "poster.jpg");
        assertThat(cdn.get(newToken).statusCode()).isEqualTo(403);
        cdn.reloadWith(next.entry() + "," + first.entry() + "," + second.entry());
        await().untilAsserted(() -> assertThat(cdn.get(newToken).statusCode()).isEqualTo(200));
        assertThat(cdn.get(oldToken).statusCode()).isEqualTo(200);
    }

    private void assertRefused(String token) throws Exception {
        assertThat(cdn.get(signedPath(token, "720/seg-1.m4s")).statusCode()).isEqualTo(403);
        assertThat(origin.readsOf(key("720/seg-1.m4s"))).isZero();
    }

    private String key(String file) {
        return "media/v/" + content + "/a1/" + file;
    }

    private String publicPath(String file) {
        return "/" + key(file);
    }

    private String signedPath(String token, String file) {
        return "/media/p/" + token + "/v/" + content + "/a1/" + file;
    }

    private static String newId() {
        var random = UUID.randomUUID().toString();
        return random.substring(0, 14) + "7" + random.substring(15);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static byte[] bytes(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
