package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.encoder.JoinedMedia.Done;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A film made in chunks is, frame by frame, the film made in one go. */
class ChunkIT {
    private static final Duration CHUNK = Duration.ofSeconds(6);
    private static final Pace ONE_GO = new Pace(Duration.ofHours(1), Duration.ofHours(1), CHUNK);
    // A grey of its own for each frame, far from its neighbours'.
    private static final String GREYS = "geq=lum='20+mod(N*37\\,200)':cb=128:cr=128";

    @TempDir
    private Path work;

    private Path source = Path.of("");

    @BeforeEach
    void open() throws Exception {
        work.toFile().setExecutable(true, false);
        work.toFile().setReadable(true, false);
        source = work.resolve("film");
    }

    private MediaEncoder encoder() throws IOException {
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        return new MediaEncoder(sandbox, Clips.PROGRAMS, Clips.LIMITS, "ultrafast", ONE_GO);
    }

    private Path job(String name) throws IOException {
        Path folder = Files.createDirectory(work.resolve(name));
        Files.createLink(folder.resolve(MediaPrograms.SOURCE), source);
        return folder;
    }

    private record Both(EncodedMedia whole, EncodedMedia joined, int chunks) {}

    private Both encode() throws Exception {
        MediaEncoder encoder = encoder();
        Path folder = job("whole");
        SourceMedia probed = encoder.probe(folder);
        VideoTrack video = Objects.requireNonNull(probed.video());
        EncodedMedia whole = encoder.encode(folder, probed, (part, rungs) -> {});

        Path version = Files.createDirectory(work.resolve("version"));
        List<Done> made = new ArrayList<>();
        Path side = job("side");
        PieceMedia sideMedia = encoder.side(side, probed, part -> {});
        Files.move(side.resolve("out"), version.resolve("side0-1"));
        made.add(new Done(PieceKind.SIDE, 0, "side0-1", sideMedia));
        EncodePlan plan = EncodePlan.of(probed);
        List<Chunk> chunks = Chunk.plan(probed.duration(), video.frameRate(), CHUNK);
        CutFilm cut = new CutFilm(probed, chunks, "ultrafast");
        // Their order does not matter, nor by whom they are made.
        for (Chunk chunk : chunks.reversed()) {
            Path piece = job("piece" + chunk.number());
            PieceMedia media = encoder.chunk(piece, cut, plan.lowest(), chunk, part -> {});
            String name = "low" + chunk.number() + "-1";
            Files.move(piece.resolve("out"), version.resolve(name));
            made.add(new Done(PieceKind.LOW, chunk.number(), name, media));
        }
        return new Both(whole, new JoinedMedia(plan.lowest(), "", made).write(version), chunks.size());
    }

    private static List<String> lines(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private static List<Integer> greys(EncodedMedia media) throws Exception {
        String playlist = media.folder().resolve("240p/index.m3u8").toString();
        Pattern mean = Pattern.compile("lavfi\\.signalstats\\.YAVG=([0-9.]+)");
        return lines(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-i",
                        playlist,
                        "-vf",
                        "signalstats,metadata=print:file=-",
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "null",
                        "-")
                .stream()
                .flatMap(line -> mean.matcher(line).results())
                .map(match -> (int) Math.round(Double.parseDouble(match.group(1))))
                .toList();
    }

    private static List<Long> packets(EncodedMedia media, String track, String time) throws Exception {
        String playlist = media.folder().resolve(track).resolve("index.m3u8").toString();
        return lines("ffprobe", "-v", "error", "-show_entries", "packet=" + time, "-of", "csv=p=0", playlist).stream()
                .map(line -> line.replace(",", ""))
                .filter(line -> !line.isBlank())
                .map(Long::parseLong)
                .toList();
    }

    private void assertSame(Both both) throws Exception {
        assertThat(both.chunks()).isGreaterThan(2);
        List<Integer> whole = greys(both.whole());
        List<Integer> joined = greys(both.joined());
        assertThat(joined).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(joined.get(i)).as("frame " + i).isBetween(whole.get(i) - 4, whole.get(i) + 4);
        }
        // One frame's length between any two neighbours, across the seams too, and from the same beginning.
        assertThat(packets(both.joined(), "240p", "pts").stream().sorted().toList())
                .isEqualTo(
                        packets(both.whole(), "240p", "pts").stream().sorted().toList());
        assertThat(packets(both.joined(), "240p", "dts")).isEqualTo(packets(both.whole(), "240p", "dts"));
        assertThat(both.joined().duration()).isEqualTo(both.whole().duration());
        if (both.whole().hasAudio()) {
            assertThat(packets(both.joined(), "audio", "pts")).isEqualTo(packets(both.whole(), "audio", "pts"));
        }
        assertThat(both.joined().folder().resolve("master.m3u8")).content().contains("240p/index.m3u8");
        lines(
                "ffprobe",
                "-v",
                "error",
                "-allowed_extensions",
                "ALL",
                "-show_streams",
                both.joined().folder().resolve("master.m3u8").toString());
    }

    @ParameterizedTest
    @CsvSource({"24, mp4", "30000/1001, mp4", "30000/1001, matroska", "25, matroska"})
    void chunks_constantRate_areTheSameFrames(String rate, String container) throws Exception {
        Clips.make(
                source,
                container,
                "-f",
                "lavfi",
                "-i",
                "color=s=64x64:r=" + rate + ":d=21," + GREYS,
                "-f",
                "lavfi",
                "-i",
                "sine=r=48000:d=21",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-g",
                "70",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");
        assertSame(encode());
    }

    @Test
    void chunks_variableRate_areTheSameFrames() throws Exception {
        Clips.make(
                source,
                "mp4",
                "-f",
                "lavfi",
                "-i",
                "color=s=64x64:r=60:d=24," + GREYS,
                "-vf",
                "select='if(lt(mod(t\\,7)\\,3.5)\\,not(mod(n\\,2))\\,not(mod(n\\,5)))'",
                "-fps_mode",
                "vfr",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-g",
                "120",
                "-pix_fmt",
                "yuv420p");
        assertSame(encode());
    }

    @Test
    void chunks_soundOutlastsThePictures_endWithThem() throws Exception {
        Clips.make(
                source,
                "mp4",
                "-f",
                "lavfi",
                "-i",
                "color=s=64x64:r=25:d=13," + GREYS,
                "-f",
                "lavfi",
                "-i",
                "sine=r=48000:d=30",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");
        Both both = encode();
        assertThat(both.chunks()).isEqualTo(5);
        assertSame(both);
    }
}
