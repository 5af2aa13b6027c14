package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.CaptionsChanged;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaReady;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Captions and chapters from the creator's file to what the CDN and search are given. */
class CaptionIT {
    private static final String ENGLISH = "WEBVTT\n\n00:01.000 --> 00:02.500\nA big <i>rabbit</i>\n";
    private static final String GERMAN = "1\n00:00:01,000 --> 00:00:02,500\nEin großer Hase\n";
    private static final String CHAPTERS =
            "WEBVTT\n\n00:00.000 --> 00:10.000\nMorning\n\n00:10.000 --> 00:30.000\nEvening\n";

    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    private Answer put(String token, String path, String type, String body) {
        return catalog.send("PUT", path, body, "Authorization", "Bearer " + token, "Content-Type", type);
    }

    private static String captions(String video, String language) {
        return VIDEOS + "/" + video + "/captions/" + language;
    }

    /** What the CDN would fetch for an address of a playback's. */
    private Answer throughCdn(String url) {
        String path = url.substring(url.indexOf("/v/") + 3).replaceFirst("/c(\\d+)/", "/$1/");
        return catalog.get("/internal/catalog/captions/" + path);
    }

    @Test
    void captions_areOfferedInTheManifest() {
        String video = films.ready("public");
        assertThat(put(films.token(), captions(video, "en"), "text/vtt", ENGLISH)
                        .status())
                .isEqualTo(201);
        assertThat(put(films.token(), captions(video, "DE"), "application/x-subrip", GERMAN)
                        .status())
                .isEqualTo(201);
        JsonNode listed = catalog.get(VIDEOS + "/" + video + "/captions").json();
        assertThat(listed.at("/data/0/language").asText()).isEqualTo("de");
        assertThat(listed.at("/data/0/label").asText()).isEqualTo("Deutsch");
        assertThat(catalog.get(captions(video, "en")).response().body())
                .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nA big <i>rabbit</i>\n");

        JsonNode playback = catalog.get(VIDEOS + "/" + video + "/playback").json();
        String manifest = playback.path("manifest_url").asText();
        assertThat(manifest).matches("http://films.test/media/v/" + video + "/ver1/c[0-9]+/master.m3u8");
        Answer master = throughCdn(manifest);
        assertThat(master.header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(master.response().body()).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Original",DEFAULT=YES,AUTOSELECT=YES,URI="../audio/index.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="Deutsch",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="de.m3u8"
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="en.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS="avc1.64001f,mp4a.40.2",AUDIO="audio",SUBTITLES="captions"
                ../720p/index.m3u8
                #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100000,URI="../iframes/index.m3u8"
                """);
        assertThat(throughCdn(manifest.replace("master", "de")).response().body())
                .contains("#EXT-X-TARGETDURATION:30", "#EXTINF:30.000,\nde.vtt\n");
        assertThat(playback.at("/captions/1/language").asText()).isEqualTo("en");
        assertThat(throughCdn(playback.at("/captions/0/url").asText())
                        .response()
                        .body())
                .contains("Ein großer Hase");
        assertThat(throughCdn(manifest.replace("master", "fr")).status()).isEqualTo(404);
        assertThat(throughCdn(manifest.replace("ver1", "ver0")).status()).isEqualTo(404);

        await().until(() -> catalog.heardTypes(video).contains(EventType.CAPTIONS_CHANGED));
        CaptionsChanged changed = (CaptionsChanged) await().until(
                        () -> catalog.heard(video).stream()
                                .filter(event -> event.type() == EventType.CAPTIONS_CHANGED)
                                .toList(),
                        found -> found.size() == 2)
                .getLast()
                .data();
        assertThat(changed.languages()).containsExactly("de", "en");
        assertThat(manifest).contains("/c" + changed.revision() + "/");
    }

    @Test
    void captions_changedOrDeleted_haveAnotherAddress() {
        String video = films.ready("unlisted");
        put(films.token(), captions(video, "en"), "text/vtt", ENGLISH);
        String before = films.playback(video).text("manifest_url");
        assertThat(before).contains("/media/p/k1.");
        assertThat(put(films.token(), captions(video, "en"), "text/vtt", ENGLISH)
                        .status())
                .isEqualTo(204);
        assertThat(films.playback(video).text("manifest_url")).isEqualTo(before);
        assertThat(put(films.token(), captions(video, "en"), "text/vtt", ENGLISH.replace("big", "small"))
                        .status())
                .isEqualTo(204);
        assertThat(films.playback(video).text("manifest_url")).isNotEqualTo(before);
        assertThat(throughCdn(before).status()).isEqualTo(404);
        assertThat(catalog.deleteAs(films.token(), captions(video, "en")).status())
                .isEqualTo(204);
        assertThat(catalog.deleteAs(films.token(), captions(video, "en")).status())
                .isEqualTo(404);
        assertThat(films.playback(video).text("manifest_url")).endsWith("/ver1/master.m3u8");
        assertThat(films.playback(video).json().path("captions")).isEmpty();
    }

    @Test
    void captions_ofAFilmWithoutAKnownMaster_areOfferedBesideIt() {
        String video = films.processing("public");
        MediaReady ready = Films.ready(video, "sub-" + video);
        catalog.say(
                EventType.MEDIA_READY,
                new MediaReady(
                        video,
                        ready.submissionId(),
                        ready.jobId(),
                        ready.version(),
                        ready.durationMs(),
                        null,
                        null,
                        null,
                        true,
                        List.of(),
                        false,
                        1,
                        List.of(),
                        null));
        films.awaitState(video, "ready");
        put(films.token(), captions(video, "en"), "text/vtt", ENGLISH);
        JsonNode playback = films.playback(video).json();
        assertThat(playback.path("manifest_url").asText()).endsWith("/ver1/master.m3u8");
        assertThat(throughCdn(playback.at("/captions/0/url").asText()).status()).isEqualTo(200);
    }

    @Test
    void chapters_areTitlesOneAfterTheOther() {
        String video = films.ready("public");
        String path = VIDEOS + "/" + video + "/chapters";
        assertThat(put(films.token(), path, "text/vtt", CHAPTERS).status()).isEqualTo(201);
        JsonNode playback = films.playback(video).json();
        assertThat(playback.path("manifest_url").asText()).endsWith("/ver1/master.m3u8");
        assertThat(throughCdn(playback.path("chapters_url").asText()).response().body())
                .contains("00:00:10.000 --> 00:00:30.000\nEvening");
        Answer overlapping =
                put(films.token(), path, "text/vtt", CHAPTERS.replace("00:10.000 --> 00:30", "00:09.000 --> 00:30"));
        assertThat(overlapping.status()).isEqualTo(400);
        assertThat(overlapping.text("detail")).contains("Evening");
        assertThat(catalog.deleteAs(films.token(), path).status()).isEqualTo(204);
        assertThat(catalog.get(path).status()).isEqualTo(404);
    }

    @Test
    void captions_broken_areRefusedAtOnce() {
        String video = films.create("private");
        Answer refused = put(films.token(), captions(video, "en"), "text/vtt", ENGLISH.replace(" --> ", " -> "));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("invalid_captions");
        assertThat(refused.text("detail")).isEqualTo("Line 3: times are written 00:00:01.000 --> 00:00:02.000.");
        assertThat(put(films.token(), captions(video, "en"), "text/plain", ENGLISH)
                        .status())
                .isEqualTo(415);
        assertThat(put(films.token(), captions(video, "master"), "text/vtt", ENGLISH)
                        .text("code"))
                .isEqualTo("language_unknown");
        assertThat(put(films.token(), captions(video, "en"), "text/vtt", "WEBVTT\n" + "x".repeat(CaptionFile.MAX_BYTES))
                        .status())
                .isEqualTo(413);
        assertThat(catalog.getAs(films.token(), captions(video, "en")).status()).isEqualTo(404);
    }

    @Test
    void captions_areTheOwnersToPut() {
        String video = films.ready("public");
        String eve = catalog.creator(Films.newUser());
        assertThat(put(eve, captions(video, "en"), "text/vtt", ENGLISH).status())
                .isEqualTo(403);
        String hidden = films.ready("private");
        assertThat(put(eve, captions(hidden, "en"), "text/vtt", ENGLISH).status())
                .isEqualTo(404);
        put(films.token(), captions(hidden, "en"), "text/vtt", ENGLISH);
        assertThat(catalog.get(captions(hidden, "en")).status()).isEqualTo(404);
        assertThat(catalog.getAs(eve, VIDEOS + "/" + hidden + "/captions").status())
                .isEqualTo(404);
    }

    @Test
    void captions_areInTheDocument() {
        String video = films.ready("public");
        put(films.token(), captions(video, "en"), "text/vtt", ENGLISH);
        put(films.token(), captions(video, "de"), "application/x-subrip", GERMAN);
        put(films.token(), VIDEOS + "/" + video + "/chapters", "text/vtt", CHAPTERS);
        String service = catalog.token("services", "service");
        JsonNode document = catalog.postAs(service, "/internal/catalog/documents", "{\"ids\":[\"" + video + "\"]}")
                .json()
                .at("/data/0");
        assertThat(document.path("captions")).hasSize(2);
        assertThat(document.at("/captions/1/language").asText()).isEqualTo("en");
        assertThat(document.at("/captions/1/text").asText()).isEqualTo("A big rabbit");
        assertThat(document.at("/captions/1/start_ms").asLong()).isEqualTo(1000);
        assertThat(document.at("/captions/1/end_ms").asLong()).isEqualTo(2500);
    }
}
