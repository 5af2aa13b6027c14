package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
    private static final Pace PACE = new Pace(Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofMinutes(1));
    private static final String SDR_PICTURE = "testsrc2=s=320x240:r=25:d=2";

    @TempDir
    private Path work;

    private Path folder = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void open() throws Exception {
        work.toFile().setExecutable(true, false);
        work.toFile().setReadable(true, false);
        folder = Files.createDirectory(work.resolve("job"));
        source = folder.resolve(MediaPrograms.SOURCE);
    }

    private MediaEncoder encoder() throws IOException {
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        return new MediaEncoder(sandbox, Clips.PROGRAMS, Clips.LIMITS, "veryfast", PACE);
    }

    private EncodedMedia encode() throws Exception {
        MediaEncoder encoder = encoder();
        return encoder.encode(folder, encoder.probe(folder), (part, rungs) -> {});
    }

    private void refused(MediaProblem problem) throws Exception {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(this::encode)
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem))
                .satisfies(refused -> assertThat(refused.problem().retryable()).isFalse());
    }

    private static JsonNode probe(Path playlist, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "json", "-show_streams"));
        command.addAll(List.of(more));
        command.add(playlist.toString());
        Process process = new ProcessBuilder(command).start();
        return new ObjectMapper().readTree(process.getInputStream().readAllBytes());
    }

    private static JsonNode video(EncodedMedia media, String name) throws Exception {
        return probe(media.folder().resolve(name).resolve("index.m3u8"))
                .path("streams")
                .path(0);
    }

    private static List<String> sizes(EncodedMedia media) {
        return media.renditions().stream()
                .filter(track -> track.width() > 0)
                .map(track -> track.width() + "x" + track.height())
                .toList();
    }

    @Test
    void encode_plainFilm_makesACompleteVersion() throws Exception {
        Clips.make(
                source,
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
        MediaEncoder encoder = encoder();
        EncodedMedia media = encoder.encode(folder, encoder.probe(folder), (part, rungs) -> parts.add(part));

        assertThat(sizes(media)).containsExactly("426x240", "640x360");
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
        JsonNode sound = video(media, "audio");
        assertThat(sound.path("codec_name").asText()).isEqualTo("aac");
        assertThat(sound.path("sample_rate").asText()).isEqualTo("48000");
        assertThat(sound.path("channels").asInt()).isEqualTo(2);
        assertThat(Files.readString(media.folder().resolve("storyboard.vtt")))
                .contains("00:00:06.000 --> 00:00:07.0")
                .contains("sb-0.jpg#xywh=960,0,160,90");
        JsonNode sheet =
                probe(media.folder().resolve("sb-0.jpg")).path("streams").path(0);
        assertThat(sheet.path("width").asInt()).isEqualTo(1600);
        // The master plays as a whole, audio group and all.
        JsonNode whole = probe(media.folder().resolve("master.m3u8"), "-allowed_extensions", "ALL");
        assertThat(whole.path("streams").size()).isGreaterThanOrEqualTo(3);
    }

    private static void assertKeyFramesEachTwoSeconds(Path playlist) throws Exception {
        JsonNode packets = probe(playlist, "-show_packets").path("packets");
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
        JsonNode streams =
                probe(playlist.resolveSibling("frames.mp4"), "-count_frames").path("streams");
        assertThat(streams.path(0).path("nb_read_frames").asInt()).isEqualTo(frames);
        // The last range ends where the file ends.
        String[] last = ranges.getLast().split("@", 2);
        assertThat(Long.parseLong(last[0]) + Long.parseLong(last[1]))
                .isEqualTo(Files.size(playlist.resolveSibling("frames.mp4")));
    }

    @Test
    void encode_lowestFirst_canBePlayedBeforeTheRestIsMade() throws Exception {
        Clips.film(source, "testsrc2=s=640x360:r=25:d=4", "sine=r=44100:d=4");
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
        EncodedMedia media = encoder.encode(folder, encoder.probe(folder), new MediaEncoder.Listener() {
            @Override
            public void encoded(double part, String rungs) {
                told.add(rungs);
                parts.add(part);
            }

            @Override
            public void playable(EncodedMedia first) throws IOException {
                assertThat(sizes(first)).containsExactly("426x240");
                assertThat(first.hasAudio()).isTrue();
                assertThat(first.posters()).first().isEqualTo("poster.jpg");
                lowest.add(Files.readString(first.folder().resolve("master.m3u8")));
                lowest.add(Files.readString(first.folder().resolve("240p/index.m3u8")));
                assertThat(first.folder().resolve("360p")).doesNotExist();
            }
        });
        assertThat(lowest).hasSize(2);
        assertThat(lowest.getFirst()).contains("240p/index.m3u8").doesNotContain("360p");
        assertThat(sizes(media)).containsExactly("426x240", "640x360");
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
    void encode_rotatedByTheContainer_standsUpright() throws Exception {
        Path flat = Clips.film(work.resolve("flat"), "testsrc2=s=320x240:r=25:d=1");
        Clips.make(source, "mp4", "-i", flat.toString(), "-c", "copy", "-metadata:s:v", "rotate=90");
        assertThat(sizes(encode())).containsExactly("240x320");
    }

    @Test
    void encode_oddSizes_areMadeEven() throws Exception {
        Clips.make(
                source,
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
        EncodedMedia media = encode();
        assertThat(sizes(media)).containsExactly("318x240");
        assertThat(video(media, "240p").path("pix_fmt").asText()).isEqualTo("yuv420p");
    }

    @Test
    void encode_portraitWithoutSound_hasNoAudioGroup() throws Exception {
        Clips.make(
                source,
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
        EncodedMedia media = encode();
        assertThat(sizes(media)).containsExactly("240x426", "360x640");
        assertThat(media.hasAudio()).isFalse();
        assertThat(Files.readString(media.folder().resolve("master.m3u8"))).doesNotContain("AUDIO");
    }

    @Test
    void encode_soundOnly_hasOneRendition() throws Exception {
        Clips.make(source, "mp3", "-f", "lavfi", "-i", "sine=d=2:r=44100", "-c:a", "libmp3lame");
        EncodedMedia media = encode();
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
                source,
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
        assertThat(encode().renditions())
                .extracting(MasterPlaylist.Track::folder)
                .containsExactly("audio");
    }

    @Test
    void encode_subtitles_areLeftOut() throws Exception {
        Path text = Files.writeString(work.resolve("text"), "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        Clips.make(
                source,
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
        assertThat(sizes(encode())).containsExactly("320x240");
    }

    @Test
    void encode_variableFrameRate_becomesConstant() throws Exception {
        Clips.make(
                source,
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
        EncodedMedia media = encode();
        JsonNode packets = probe(media.folder().resolve("240p/index.m3u8"), "-show_packets")
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
                source,
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
        MediaEncoder encoder = encoder();
        SourceMedia probed = encoder.probe(folder);
        assertThat(probed.video())
                .isNotNull()
                .satisfies(video -> assertThat(video.scan()).isEqualTo(SourceMedia.Scan.INTERLACED));
        EncodedMedia media = encoder.encode(folder, probed, (part, rungs) -> {});
        assertThat(video(media, "240p").path("r_frame_rate").asText()).isEqualTo("25/1");
        assertThat(progressiveFrames(media.folder().resolve("240p/index.m3u8"))).isGreaterThan(40);
    }

    // ffmpeg's own judge of combing; the source has no frame that it calls progressive.
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
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return Pattern.compile("Multi frame detection:.*Progressive: *(\\d+)")
                .matcher(said)
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    @Test
    void encode_hdr10_isToneMappedToBt709() throws Exception {
        Clips.make(
                source,
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
        EncodedMedia media = encode();
        JsonNode video = video(media, "240p");
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
                .redirectOutput(source.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(encode().duration()).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
    }

    @Test
    void probe_empty_isRefused() throws Exception {
        Files.createFile(source);
        refused(MediaProblem.EMPTY);
    }

    @Test
    void probe_cutBeforeItsIndex_isRefused() throws Exception {
        Clips.make(source, "mp4", "-f", "lavfi", "-i", SDR_PICTURE, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        Clips.cut(source, 0.6);
        refused(MediaProblem.UNREADABLE);
    }

    @Test
    void encode_cutAfterItsIndex_isRefused() throws Exception {
        Clips.film(source, "testsrc2=s=320x240:r=25:d=2");
        Clips.cut(source, 0.4);
        refused(MediaProblem.TRUNCATED);
    }

    @Test
    void probe_notAVideo_isRefused() throws Exception {
        Files.writeString(source, "Dear diary, this is not a film.\n".repeat(50));
        refused(MediaProblem.NOT_A_VIDEO);
    }

    @Test
    void probe_playlistNamedMp4_isRefusedWithoutOpeningWhatItNames() throws Exception {
        Files.writeString(source, "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n");
        refused(MediaProblem.PLAYLIST);
    }

    @Test
    void probe_playlistBehindAnMp4Header_isRefused() throws Exception {
        Files.writeString(source, "\0\0\0\u0010ftypisom\0\0\0\0#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n");
        refused(MediaProblem.UNREADABLE);
    }

    @Test
    void probe_codecOutsideTheList_isRefused() throws Exception {
        Clips.make(source, "avi", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1", "-c:v", "magicyuv");
        refused(MediaProblem.VIDEO_CODEC_REFUSED);
    }

    @Test
    void probe_soundOutsideTheList_isRefused() throws Exception {
        Clips.make(
                source,
                "matroska",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=1",
                "-f",
                "lavfi",
                "-i",
                "sine=d=1",
                "-c:v",
                "libx264",
                "-c:a",
                "wavpack");
        refused(MediaProblem.AUDIO_CODEC_REFUSED);
    }

    @Test
    void probe_moreTracksThanAccepted_isRefused() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"));
        for (int i = 0; i <= Clips.LIMITS.maxStreams(); i++) {
            arguments.addAll(List.of("-map", "0:a"));
        }
        Clips.make(source, "mp4", arguments.toArray(String[]::new));
        refused(MediaProblem.TOO_MANY_STREAMS);
    }

    @Test
    void probe_smallerThanAccepted_isRefused() throws Exception {
        Clips.make(source, "mp4", "-f", "lavfi", "-i", "testsrc2=s=64x8:r=25:d=1", "-c:v", "mpeg4");
        refused(MediaProblem.TOO_SMALL);
    }

    @Test
    void encode_metadataOfTheSource_isGone() throws Exception {
        Clips.make(
                source,
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
        EncodedMedia media = encode();
        String all = Folders.files(media.folder()).stream()
                .filter(file -> file.toString().endsWith(".mp4"))
                .map(MediaEncoderIT::latin)
                .collect(Collectors.joining());
        assertThat(all).isNotEmpty().doesNotContain("48.8577").doesNotContain("secret-title");
    }

    private static String latin(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
