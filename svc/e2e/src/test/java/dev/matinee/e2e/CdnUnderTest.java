package dev.matinee.e2e;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CDN with its real configuration between an origin and a catalog that tests speak for; each test has content of its
 * own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CdnUnderTest {
    static final Duration HOUR = Duration.ofHours(1);
    static final byte[] SEGMENT = bytes(700_000, 1);
    static final byte[] FILM = bytes(20 << 20, 2);

    final MediaToken first = new MediaToken("k2", bytes(32, 3));
    final MediaToken second = new MediaToken("k1", bytes(32, 4));
    Origin origin;
    CatalogStandIn catalog;
    Cdn cdn;
    String content;
    /** Where the CDN runs, laid out as Nomad does. */
    Path allocation;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        allocation = folder;
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

    String key(String file) {
        return "media/v/" + content + "/a1/" + file;
    }

    String publicPath(String file) {
        return "/" + key(file);
    }

    String signedPath(String token, String file) {
        return "/media/p/" + token + "/v/" + content + "/a1/" + file;
    }

    static String newId() {
        var random = UUID.randomUUID().toString();
        return random.substring(0, 14) + "7" + random.substring(15);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    static byte[] bytes(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
