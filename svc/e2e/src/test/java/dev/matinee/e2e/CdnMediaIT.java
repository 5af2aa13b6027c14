package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the CDN serves what it may: from its cache, in ranges, with the right headers. */
class CdnMediaIT extends CdnUnderTest {
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
}
