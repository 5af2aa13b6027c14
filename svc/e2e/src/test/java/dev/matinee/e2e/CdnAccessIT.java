package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CDN keeps of the answers about tokens. */
class CdnAccessIT {
    private final MediaToken key =
            new MediaToken("k1", "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private final String content = UUID.randomUUID().toString();
    private Path answers;
    private Origin origin;
    private CatalogStandIn catalog;
    private Cdn cdn;

    @BeforeEach
    void start(@TempDir Path allocation) throws Exception {
        origin = new Origin();
        catalog = new CatalogStandIn();
        cdn = Cdn.start(
                allocation,
                Map.of("seaweedfs", List.of(origin.address()), "catalog", List.of(catalog.hostAndPort())),
                key.entry());
        answers = allocation.resolve("alloc/data/access");
        origin.put("media/v/" + content + "/ver1/seg-1.m4s", new byte[] {1});
        catalog.closed(content, 1);
    }

    @AfterEach
    void stop() throws Exception {
        cdn.close();
        catalog.close();
        origin.close();
    }

    @Test
    void madeUpTokens_areNeitherKeptNorPassedOn() throws Exception {
        var stranger = new MediaToken("k1", new byte[32]);
        for (var epoch = 0; epoch < 20; epoch++) {
            assertThat(read(stranger.sign(content, Instant.now().plus(Duration.ofHours(1)), epoch)))
                    .isEqualTo(403);
        }
        assertThat(kept()).isZero();
        assertThat(catalog.questionsAbout(content)).isZero();
    }

    @Test
    void goodToken_isKeptForAllWhoHaveIt() throws Exception {
        var token = key.sign(content, Instant.now().plus(Duration.ofHours(1)), 1);
        for (var reader = 0; reader < 20; reader++) {
            assertThat(read(token)).isEqualTo(200);
        }
        // As many as windows of two seconds went by.
        assertThat(kept()).isBetween(1L, 5L);
        assertThat(catalog.questionsAbout(content)).isBetween(1L, 5L);
    }

    private int read(String token) throws Exception {
        return cdn.get("/media/p/" + token + "/v/" + content + "/ver1/seg-1.m4s")
                .statusCode();
    }

    private long kept() throws Exception {
        try (var files = Files.walk(answers)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
