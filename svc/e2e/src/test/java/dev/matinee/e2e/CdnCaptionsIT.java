package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A film whose captions came after its version: the playlist that offers them is catalog's, everything else S3's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CdnCaptionsIT {
    private static final String MASTER = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="en.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=300000,RESOLUTION=160x90,CODECS="avc1.640015",SUBTITLES="captions"
            ../90p/index.m3u8
            """;
    private static final String TRACK = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXTINF:4.000,
            en.vtt
            #EXT-X-ENDLIST
            """;
    private static final String CUES = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA big rabbit\n";

    private final MediaToken signer = new MediaToken("k1", new byte[32]);
    private Origin origin;
    private CatalogStandIn catalog;
    private Cdn cdn;
    private Path film;
    private String content;

    @BeforeAll
    void start(@TempDir Path allocation, @TempDir Path folder) throws Exception {
        origin = new Origin();
        catalog = new CatalogStandIn();
        cdn = Cdn.start(
                allocation,
                Map.of("seaweedfs", List.of(origin.address()), "catalog", List.of(catalog.hostAndPort())),
                signer.entry());
        film = folder;
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4", "-c:v", "libx264", "-g", "50"));
        command.addAll(List.of("-pix_fmt", "yuv420p", "-f", "hls", "-hls_segment_type", "fmp4", "-hls_time", "2"));
        command.addAll(List.of("-hls_playlist_type", "vod", "index.m3u8"));
        assertThat(new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @AfterAll
    void stop() throws Exception {
        cdn.close();
        catalog.close();
        origin.close();
    }

    @BeforeEach
    void newContent() throws Exception {
        content = UUID.randomUUID().toString();
        try (var files = Files.list(film)) {
            for (Path file : files.toList()) {
                origin.put("media/v/" + content + "/ver1/90p/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        catalog.caption(content + "/ver1/7/master.m3u8", MASTER);
        catalog.caption(content + "/ver1/7/en.m3u8", TRACK);
        catalog.caption(content + "/ver1/7/en.vtt", CUES);
    }

    private String path(String file) {
        return "/media/v/" + content + "/ver1/c7/" + file;
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String probe(String address, String entries) throws Exception {
        Process process = new ProcessBuilder(
                        "ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries", entries, address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void captions_openFilm_isPlayedThroughThem() throws Exception {
        catalog.open(content);
        assertThat(probe(cdn.address(path("master.m3u8")), "stream=codec_name,width"))
                .contains("h264,160");
        assertThat(probe(cdn.address(path("en.vtt")), "stream=codec_name:packet=pts_time"))
                .contains("webvtt")
                .contains("1.000");
        var track = cdn.get(path("en.m3u8"));
        assertThat(new String(track.body(), StandardCharsets.UTF_8)).isEqualTo(TRACK);
        assertThat(header(track, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(header(track, "Cache-Control")).isEqualTo("public, max-age=60");
        var cues = cdn.get(path("en.vtt"));
        assertThat(header(cues, "Content-Type")).isEqualTo("text/vtt; charset=utf-8");
        assertThat(header(cues, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void captions_closedFilm_areUnderItsToken() throws Exception {
        catalog.closed(content, 3);
        assertThat(cdn.get(path("master.m3u8")).statusCode()).isEqualTo(403);
        assertThat(cdn.get(path("en.vtt")).statusCode()).isEqualTo(403);
        String token = signer.sign(content, Instant.now().plus(Duration.ofHours(1)), 3);
        String signed = path("master.m3u8").replace("/media/", "/media/p/" + token + "/");
        assertThat(probe(cdn.address(signed), "stream=codec_name")).contains("h264");
        assertThat(header(cdn.get(signed), "Cache-Control")).isEqualTo("private, no-cache");
    }

    @Test
    void captions_areKeptForAWhileAndNeverAskedOfS3() throws Exception {
        catalog.open(content);
        for (int i = 0; i < 3; i++) {
            assertThat(cdn.get(path("en.vtt")).statusCode()).isEqualTo(200);
        }
        assertThat(catalog.questionsAbout("/internal/catalog/captions/" + content + "/ver1/7/en.vtt"))
                .isEqualTo(1);
        assertThat(cdn.get(path("fr.vtt")).statusCode()).isEqualTo(404);
        assertThat(origin.reads()).noneMatch(read -> read.contains("/c7/"));
    }
}
