package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaEncoderIT {
    @TempDir
    private Path work;

    private FilmUnderTest film;

    @BeforeEach
    void open() throws Exception {
        film = new FilmUnderTest(work);
    }

    @Test
    void encode_plainFilm_makesACompleteVersion() throws Exception {
        Clips.make(
                film.source(),
                "mp4",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=640x360:r=30000/1001:d=7",
                "-f",
                "lavfi",
                "-i",
                "sine=d=7",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");
        ConcurrentLinkedQueue<Double> parts = new ConcurrentLinkedQueue<>();
        MediaEncoder encoder = film.encoder();
        EncodedMedia media =
                encoder.encode(film.folder(), encoder.probe(film.folder()), (part, rungs) -> parts.add(part));

        assertThat(FilmUnderTest.sizes(media)).containsExactly("426x240", "640x360");
        assertThat(media.duration()).isBetween(Duration.ofMillis(6950), Duration.ofMillis(7100));
        assertThat(media.posters()).hasSize(6).first().isEqualTo("poster.jpg");
        // Told on the way, not only at the end.
        assertThat(parts).last().isEqualTo(1.0);
        assertThat(parts).anyMatch(part -> part > 0 && part < 0.9);

        String master = Files.readString(media.folder().resolve("master.m3u8"));
        assertThat(master)
                .startsWith("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n")
                .contains("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\"")
                .contains("FRAME-RATE=29.970,AUDIO=\"audio\"\n360p/index.m3u8")
                .contains("#EXT-X-I-FRAME-STREAM-INF:");
        assertThat(Pattern.compile("CODECS=\"avc1\\.64[0-9A-F]{4},mp4a\\.40\\.2\"")
                        .matcher(master)
                        .results())
                .hasSize(2);
        assertThat(master).containsPattern("I-FRAME-STREAM-INF:.*CODECS=\"avc1\\.6400[0-9A-F]{2}\"");
        for (MasterPlaylist.Track track : media.renditions()) {
            assertThat(track.bandwidth()).isGreaterThanOrEqualTo(track.averageBandwidth());
            assertThat(Files.readString(media.folder().resolve(track.folder()).resolve("index.m3u8")))
                    .contains("#EXT-X-VERSION:7", "#EXT-X-MAP:URI=\"init.mp4\"", "#EXT-X-PLAYLIST-TYPE:VOD");
        }
        assertKeyFramesEachTwoSeconds(media.folder().resolve("360p/index.m3u8"));
        assertIframesDecode(media.folder().resolve("iframes/index.m3u8"), 4);
        JsonNode sound = FilmUnderTest.video(media, "audio");
        assertThat(sound.path("codec_name").asText()).isEqualTo("aac");
        assertThat(sound.path("sample_rate").asText()).isEqualTo("48000");
        assertThat(sound.path("channels").asInt()).isEqualTo(2);
        assertThat(Files.readString(media.folder().resolve("storyboard.vtt")))
                .contains("00:00:06.000 --> 00:00:07.0")
                .contains("sb-0.jpg#xywh=960,0,160,90");
        JsonNode sheet = FilmUnderTest.probe(media.folder().resolve("sb-0.jpg"))
                .path("streams")
                .path(0);
        assertThat(sheet.path("width").asInt()).isEqualTo(1600);
        // The master plays as a whole, audio group and all.
        JsonNode whole = FilmUnderTest.probe(media.folder().resolve("master.m3u8"), "-allowed_extensions", "ALL");
        assertThat(whole.path("streams").size()).isGreaterThanOrEqualTo(3);
    }

    private static void assertKeyFramesEachTwoSeconds(Path playlist) throws Exception {
        JsonNode packets = FilmUnderTest.probe(playlist, "-show_packets").path("packets");
        List<Double> keys = StreamSupport.stream(packets.spliterator(), false)
                .filter(packet -> packet.path("flags").asText().startsWith("K"))
                .map(packet -> packet.path("pts_time").asDouble())
                .toList();
        double first = keys.getFirst();
        List<Long> seconds =
                keys.stream().map(at -> Math.round((at - first) * 10) / 10).toList();
        assertThat(seconds).containsExactly(0L, 2L, 4L, 6L);
    }

    private static void assertIframesDecode(Path playlist, int frames) throws Exception {
        String text = Files.readString(playlist);
        List<String> ranges = Pattern.compile("#EXT-X-BYTERANGE:(\\d+@\\d+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(ranges).hasSize(frames);
        JsonNode streams = FilmUnderTest.probe(playlist.resolveSibling("frames.mp4"), "-count_frames")
                .path("streams");
        assertThat(streams.path(0).path("nb_read_frames").asInt()).isEqualTo(frames);
        // The last range ends where the file ends.
        String[] last = ranges.getLast().split("@", 2);
        assertThat(Long.parseLong(last[0]) + Long.parseLong(last[1]))
                .isEqualTo(Files.size(playlist.resolveSibling("frames.mp4")));
    }

    @Test
    void encode_lowestFirst_canBePlayedBeforeTheRestIsMade() throws Exception {
        Clips.film(film.source(), "testsrc2=s=640x360:r=25:d=4", "sine=r=44100:d=4");
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        MediaEncoder encoder = new MediaEncoder(
                sandbox,
                Clips.PROGRAMS,
                Clips.LIMITS,
                "veryfast",
                new Pace(Duration.ofSeconds(4), Duration.ofHours(1), Duration.ofMinutes(1)));
        List<String> lowest = new ArrayList<>();
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Double> parts = new ConcurrentLinkedQueue<>();
        EncodedMedia media = encoder.encode(film.folder(), encoder.probe(film.folder()), new MediaEncoder.Listener() {
            @Override
            public void encoded(double part, String rungs) {
                told.add(rungs);
                parts.add(part);
            }

            @Override
            public void playable(EncodedMedia first) throws IOException {
                assertThat(FilmUnderTest.sizes(first)).containsExactly("426x240");
                assertThat(first.hasAudio()).isTrue();
                assertThat(first.posters()).first().isEqualTo("poster.jpg");
                lowest.add(Files.readString(first.folder().resolve("master.m3u8")));
                lowest.add(Files.readString(first.folder().resolve("240p/index.m3u8")));
                assertThat(first.folder().resolve("360p")).doesNotExist();
            }
        });
        assertThat(lowest).hasSize(2);
        assertThat(lowest.getFirst()).contains("240p/index.m3u8").doesNotContain("360p");
        assertThat(FilmUnderTest.sizes(media)).containsExactly("426x240", "640x360");
        assertThat(List.copyOf(told)).startsWith("240p").endsWith("360p");
        assertThat(List.copyOf(parts)).isSorted().last().isEqualTo(1.0);
        // What was playable is in the whole unchanged.
        assertThat(Files.readString(media.folder().resolve("240p/index.m3u8"))).isEqualTo(lowest.getLast());
        assertThat(Files.readString(media.folder().resolve("master.m3u8")))
                .contains("240p/index.m3u8", "360p/index.m3u8", "iframes/index.m3u8");
        assertThat(media.posters()).first().isEqualTo("poster.jpg");
        assertThat(media.storyboard()).isTrue();
    }

    @Test
    void encode_metadataOfTheSource_isGone() throws Exception {
        Clips.make(
                film.source(),
                "mp4",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=1",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-metadata",
                "location=+48.8577+002.295/",
                "-metadata",
                "title=secret-title");
        EncodedMedia media = film.encode();
        String all = Folders.files(media.folder()).stream()
                .filter(file -> file.toString().endsWith(".mp4"))
                .map(MediaEncoderIT::latin)
                .collect(Collectors.joining());
        assertThat(all).isNotEmpty().doesNotContain("48.8577").doesNotContain("secret-title");
    }

    private static String latin(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
