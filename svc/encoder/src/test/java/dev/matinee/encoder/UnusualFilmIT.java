package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films that are not as a camera makes them, and still become what players expect. */
class UnusualFilmIT {
    private static final String SDR_PICTURE = "testsrc2=s=320x240:r=25:d=2";

    @TempDir
    private Path work;

    private FilmUnderTest film;

    @BeforeEach
    void open() throws Exception {
        film = new FilmUnderTest(work);
    }

    @Test
    void encode_rotatedByTheContainer_standsUpright() throws Exception {
        Path flat = Clips.film(work.resolve("flat"), "testsrc2=s=320x240:r=25:d=1");
        Clips.make(film.source(), "mp4", "-i", flat.toString(), "-c", "copy", "-metadata:s:v", "rotate=90");
        assertThat(FilmUnderTest.sizes(film.encode())).containsExactly("240x320");
    }

    @Test
    void encode_oddSizes_areMadeEven() throws Exception {
        Clips.make(
                film.source(),
                "matroska",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=321x243:r=25:d=1",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv444p");
        EncodedMedia media = film.encode();
        assertThat(FilmUnderTest.sizes(media)).containsExactly("318x240");
        assertThat(FilmUnderTest.video(media, "240p").path("pix_fmt").asText()).isEqualTo("yuv420p");
    }

    @Test
    void encode_portraitWithoutSound_hasNoAudioGroup() throws Exception {
        Clips.make(
                film.source(),
                "webm",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=360x640:r=25:d=1",
                "-c:v",
                "libvpx",
                "-deadline",
                "realtime",
                "-cpu-used",
                "8");
        EncodedMedia media = film.encode();
        assertThat(FilmUnderTest.sizes(media)).containsExactly("240x426", "360x640");
        assertThat(media.hasAudio()).isFalse();
        assertThat(Files.readString(media.folder().resolve("master.m3u8"))).doesNotContain("AUDIO");
    }

    @Test
    void encode_soundOnly_hasOneRendition() throws Exception {
        Clips.make(film.source(), "mp3", "-f", "lavfi", "-i", "sine=d=2:r=44100", "-c:a", "libmp3lame");
        EncodedMedia media = film.encode();
        assertThat(media.renditions()).extracting(MasterPlaylist.Track::folder).containsExactly("audio");
        assertThat(media.posters()).isEmpty();
        assertThat(media.storyboard()).isFalse();
        assertThat(Files.readString(media.folder().resolve("master.m3u8"))).contains("\naudio/index.m3u8\n");
    }

    @Test
    void encode_coverArt_isNoFilm() throws Exception {
        Path cover = Clips.make(
                work.resolve("cover"), "image2", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.04", "-c:v", "png");
        Clips.make(
                film.source(),
                "mp3",
                "-f",
                "lavfi",
                "-i",
                "sine=d=1",
                "-f",
                "png_pipe",
                "-i",
                cover.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c:a",
                "libmp3lame",
                "-c:v",
                "copy",
                "-disposition:v",
                "attached_pic");
        assertThat(film.encode().renditions())
                .extracting(MasterPlaylist.Track::folder)
                .containsExactly("audio");
    }

    @Test
    void encode_subtitles_areLeftOut() throws Exception {
        Path text = Files.writeString(work.resolve("text"), "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        Clips.make(
                film.source(),
                "matroska",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=1",
                "-f",
                "srt",
                "-i",
                text.toString(),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:s",
                "srt");
        assertThat(FilmUnderTest.sizes(film.encode())).containsExactly("320x240");
    }

    @Test
    void encode_variableFrameRate_becomesConstant() throws Exception {
        Clips.make(
                film.source(),
                "mp4",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=60:d=3",
                "-vf",
                "select='if(lt(t,1.5),not(mod(n,2)),not(mod(n,4)))'",
                "-fps_mode",
                "vfr",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p");
        EncodedMedia media = film.encode();
        JsonNode packets = FilmUnderTest.probe(media.folder().resolve("240p/index.m3u8"), "-show_packets")
                .path("packets");
        List<Double> times = StreamSupport.stream(packets.spliterator(), false)
                .map(packet -> packet.path("pts_time").asDouble())
                .sorted()
                .toList();
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(Math.round((times.get(i) - times.get(i - 1)) * 1000));
        }
        assertThat(gaps.stream().mapToLong(Long::longValue).max().orElseThrow()
                        - gaps.stream().mapToLong(Long::longValue).min().orElseThrow())
                .isLessThanOrEqualTo(1);
        assertThat(media.duration()).isBetween(Duration.ofMillis(2800), Duration.ofMillis(3200));
    }

    @Test
    void encode_interlaced_isDeinterlacedAtTheFrameRate() throws Exception {
        Clips.make(
                film.source(),
                "mpegts",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=50:d=2",
                "-vf",
                "tinterlace=interleave_top,setfield=tff",
                "-c:v",
                "mpeg2video",
                "-flags",
                "+ilme+ildct",
                "-r",
                "25");
        MediaEncoder encoder = film.encoder();
        SourceMedia probed = encoder.probe(film.folder());
        assertThat(probed.video())
                .isNotNull()
                .satisfies(video -> assertThat(video.scan()).isEqualTo(SourceMedia.Scan.INTERLACED));
        EncodedMedia media = encoder.encode(film.folder(), probed, (part, rungs) -> {});
        assertThat(FilmUnderTest.video(media, "240p").path("r_frame_rate").asText())
                .isEqualTo("25/1");
        assertThat(progressiveFrames(media.folder().resolve("240p/index.m3u8"))).isGreaterThan(40);
    }

    // ffmpeg's own judge of combing; the film.source() has no frame that it calls progressive.
    private static int progressiveFrames(Path playlist) throws Exception {
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-nostdin",
                        "-hide_banner",
                        "-i",
                        playlist.toString(),
                        "-vf",
                        "idet",
                        "-f",
                        "null",
                        "-")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Pattern.compile("Multi frame detection:.*Progressive: *(\\d+)")
                .matcher(said)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    @Test
    void encode_hdr10_isToneMappedToBt709() throws Exception {
        Clips.make(
                film.source(),
                "mp4",
                "-f",
                "lavfi",
                "-i",
                SDR_PICTURE,
                "-vf",
                "format=yuv420p10le",
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-x265-params",
                "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc");
        EncodedMedia media = film.encode();
        JsonNode video = FilmUnderTest.video(media, "240p");
        assertThat(video.path("pix_fmt").asText()).isEqualTo("yuv420p");
        assertThat(video.path("color_transfer").asText()).isEqualTo("bt709");
        assertThat(video.path("color_primaries").asText()).isEqualTo("bt709");
    }

    @Test
    void encode_noDurationInTheContainer_isMeasured() throws Exception {
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        SDR_PICTURE,
                        "-c:v",
                        "libvpx",
                        "-deadline",
                        "realtime",
                        "-cpu-used",
                        "8",
                        "-f",
                        "webm",
                        "-")
                .redirectOutput(film.source().toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(film.encode().duration()).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
    }
}
