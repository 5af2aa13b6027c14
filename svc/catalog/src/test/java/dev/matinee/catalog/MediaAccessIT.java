package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What the CDN is told about a path, before and after its video changes. */
class MediaAccessIT {
    private static final Pattern SIGNED = Pattern.compile(
            "http://films.test/media/p/(k1)\\.([0-9]+)\\.([0-9]+)\\.([A-Za-z0-9_-]{43})/v/([0-9a-f-]{36})/ver1/master.m3u8");

    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());

    @Test
    void publicVideo_openPathOnly() {
        String id = films.ready("public");
        assertThat(access(id, "")).isEqualTo(204);
        assertThat(access(id, "0")).isEqualTo(204);
        assertThat(access(id, "1")).isEqualTo(403);
    }

    @Test
    void madePrivate_refusedAtOnce() {
        String id = films.ready("public");
        films.patch(id, "{\"visibility\":\"private\"}");
        assertThat(access(id, "")).isEqualTo(403);
        assertThat(access(id, "0")).isEqualTo(403);
        assertThat(access(id, "1")).isEqualTo(204);
    }

    @Test
    void unlisted_tokenEndsWithItsEpoch() {
        String id = films.ready("unlisted");
        Matcher before = manifest(catalog.get(VIDEOS + "/" + id + "/playback"));
        assertThat(before.group(3)).isEqualTo("0");
        assertThat(access(id, "0")).isEqualTo(204);
        assertThat(access(id, "")).isEqualTo(403);

        films.patch(id, "{\"visibility\":\"followers\"}");
        films.patch(id, "{\"visibility\":\"unlisted\"}");
        assertThat(access(id, "0")).isEqualTo(403);
        Matcher after = manifest(catalog.get(VIDEOS + "/" + id + "/playback"));
        assertThat(after.group(3)).isEqualTo("2");
        assertThat(access(id, "2")).isEqualTo(204);
    }

    @Test
    void schedule_endsTokensToo() {
        String id = films.ready("unlisted");
        films.patch(id, "{\"publish_at\":\"2099-01-01T00:00:00Z\"}");
        assertThat(access(id, "0")).isEqualTo(403);
    }

    @Test
    void titleChange_keepsTokens() {
        String id = films.ready("private");
        films.patch(id, "{\"title\":\"Renamed\"}");
        assertThat(access(id, "0")).isEqualTo(204);
    }

    @Test
    void signature_asTheCdnChecksIt() throws Exception {
        String id = films.ready("private");
        Answer playback = films.playback(id);
        Matcher manifest = manifest(playback);
        assertThat(manifest.group(5)).isEqualTo(id);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(RunningCatalog.CDN_SECRET, "HmacSHA256"));
        String signed = "v1\nk1\n" + manifest.group(2) + "\n" + manifest.group(3) + "\n/v/" + id + "/";
        assertThat(manifest.group(4))
                .isEqualTo(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        Instant expires = Instant.ofEpochSecond(Long.parseLong(manifest.group(2)));
        assertThat(playback.text("expires_at")).isEqualTo(expires.toString());
        assertThat(expires).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(24)));
        assertThat(playback.text("poster_url")).startsWith("http://films.test/media/p/k1.");
    }

    @Test
    void notReady_refused() {
        assertThat(access(films.create("public"), "")).isEqualTo(403);
        assertThat(access(films.processing("public"), "0")).isEqualTo(403);
    }

    @Test
    void deleted_refused() {
        String id = films.ready("public");
        catalog.deleteAs(films.token(), VIDEOS + "/" + id);
        assertThat(access(id, "")).isEqualTo(403);
        assertThat(access(id, "0")).isEqualTo(403);
    }

    @Test
    void nonsense_refused() {
        assertThat(access("", "")).isEqualTo(403);
        assertThat(access("1-1-1-1-1", "")).isEqualTo(403);
        assertThat(catalog.get("/internal/catalog/media-access").status()).isEqualTo(403);
        String id = films.ready("private");
        for (String epoch : new String[] {"-0", "00", "0x0", "0%20", "%00", "%2B0"}) {
            assertThat(access(id, epoch)).as(epoch).isEqualTo(403);
        }
    }

    private int access(String id, String epoch) {
        return catalog.get("/internal/catalog/media-access?content_id=" + id + "&epoch=" + epoch)
                .status();
    }

    private static Matcher manifest(Answer playback) {
        Matcher matcher = SIGNED.matcher(playback.text("manifest_url"));
        assertThat(matcher.matches()).as(playback.text("manifest_url")).isTrue();
        return matcher;
    }
}
