package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets media from the CDN, by which path and which token, and what no path leads to. */
class CdnPathsIT extends CdnUnderTest {
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
}
