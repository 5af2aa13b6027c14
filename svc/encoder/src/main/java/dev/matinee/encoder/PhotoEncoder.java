package dev.matinee.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trbl.blurhash.BlurHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the sizes of a photo. One run of ffmpeg decodes it to bare pixels, upright and no larger than the largest size; a
 * second one encodes those. So nothing but pixels gets from the file into what is published: no place where it was taken,
 * no colour profile, nothing hidden behind its end.
 */
final class PhotoEncoder {
    static final List<Integer> WIDTHS = List.of(320, 640, 1280, 2048);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WALL = Duration.ofMinutes(2);
    private static final int MAX_REPORT_BYTES = 1 << 16;
    /** What a WebP may be high (RFC 9649, 2.5: 14 bits). */
    private static final int MAX_HEIGHT = 16_383;

    private static final String OUT = "out/";
    private static final String PIXELS = "pixels.raw";
    private static final String TINY = "tiny.raw";
    private static final int TINY_SIDE = 32;
    private static final int HASH_X = 4;
    private static final int HASH_Y = 3;

    private final Sandbox sandbox;
    private final MediaProcess process;
    private final MediaPrograms programs;
    private final IngestLimits limits;

    PhotoEncoder(Sandbox sandbox, MediaPrograms programs, IngestLimits limits) {
        this.sandbox = sandbox;
        this.process = new MediaProcess(sandbox, limits);
        this.programs = programs;
        this.limits = limits;
    }

    /** @param folder a job folder with the file in it as {@code source} */
    EncodedPhoto encode(Path folder) throws IOException, InterruptedException, MediaException {
        PhotoHeader header = PhotoHeader.read(folder.resolve(MediaPrograms.SOURCE));
        sandbox.prepare(folder);
        probe(folder, header);
        List<Integer> widths = widths(header.shownWidth(), header.shownHeight());
        int width = widths.getLast();
        int height = height(header, width);
        run(folder, decode(header, width, height));
        if (Files.size(folder.resolve(OUT + PIXELS)) != 4L * width * height) {
            throw new MediaException(MediaProblem.PHOTO_UNREADABLE, "no whole picture in it");
        }
        run(folder, encode(header, widths));
        Path out = folder.resolve("out");
        String hash = blurHash(Files.readAllBytes(out.resolve(TINY)));
        Files.delete(out.resolve(TINY));
        Files.delete(out.resolve(PIXELS));
        return new EncodedPhoto(out, header.shownWidth(), header.shownHeight(), widths, hash, Folders.size(out));
    }

    /** Never larger than the photo; the smallest there is when even that would be larger. */
    static List<Integer> widths(int width, int height) {
        int most = (int) Math.min(Math.min(width, WIDTHS.getLast()), (long) width * MAX_HEIGHT / height);
        return Stream.concat(WIDTHS.stream().filter(each -> each < most), Stream.of(most))
                .toList();
    }

    private static int height(PhotoHeader header, int width) {
        return Math.max(1, Math.round((float) header.shownHeight() * width / header.shownWidth()));
    }

    // Whether the decoder sees the same picture as the header, without decoding more than it must.
    private void probe(Path folder, PhotoHeader header) throws IOException, InterruptedException, MediaException {
        List<String> command = new ArrayList<>(List.of(programs.ffprobe(), "-v", "error", "-of", "json"));
        command.addAll(List.of("-show_entries", "stream=codec_type,width,height"));
        command.addAll(input(header));
        command.add(MediaPrograms.SOURCE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MediaExit ended =
                process.run(folder, command, WALL, stream -> out.writeBytes(stream.readNBytes(MAX_REPORT_BYTES)));
        JsonNode stream = JSON.readTree(out.toByteArray()).path("streams").path(0);
        if (ended.endedFromOutside()) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, "ffprobe ended with " + ended.code());
        }
        boolean same = stream.path("width").asInt() == header.width()
                && stream.path("height").asInt() == header.height();
        if (ended.failed() || !same) {
            throw unreadable(header, "probed as " + stream + ", exit " + ended.code() + ": " + ended.errors());
        }
    }

    private List<String> decode(PhotoHeader header, int width, int height) {
        boolean swaps = header.orientation().swaps();
        // Scaled before it is turned: what is turned is small then.
        List<String> filters = new ArrayList<>(List.of(
                "scale=" + (swaps ? height + ":" + width : width + ":" + height) + ":flags=lanczos", "format=rgba"));
        filters.addAll(header.orientation().filters());
        List<String> command = new ArrayList<>(List.of(programs.ffmpeg(), "-nostdin", "-hide_banner", "-v", "error"));
        command.addAll(List.of("-threads", Integer.toString(limits.threads()), "-noautorotate"));
        command.addAll(input(header));
        command.addAll(List.of("-i", MediaPrograms.SOURCE, "-map", "0:v:0", "-frames:v", "1"));
        command.addAll(List.of("-vf", String.join(",", filters), "-f", "rawvideo", OUT + PIXELS));
        return command;
    }

    private List<String> encode(PhotoHeader header, List<Integer> widths) {
        StringBuilder graph = new StringBuilder("[0:v]split=" + (widths.size() + 1));
        widths.forEach(width -> graph.append("[in").append(width).append(']'));
        graph.append("[intiny]");
        List<String> outputs = new ArrayList<>();
        for (int width : widths) {
            graph.append(";[in%d]scale=%d:%d:flags=lanczos,split=3[webp%d][over%d][under%d];"
                    .formatted(width, width, height(header, width), width, width, width));
            graph.append(onWhite("under" + width, "over" + width))
                    .append(",format=yuvj420p[jpeg")
                    .append(width)
                    .append(']');
            outputs.addAll(List.of("-map", "[webp" + width + "]", "-frames:v", "1", "-c:v", "libwebp"));
            outputs.addAll(List.of("-quality", "80", "-f", "webp", OUT + width + ".webp"));
            outputs.addAll(List.of("-map", "[jpeg" + width + "]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3"));
            outputs.addAll(List.of("-flags:v", "+bitexact", "-f", "image2", "-update", "1", OUT + width + ".jpg"));
        }
        graph.append(";[intiny]scale=%d:%d:flags=area,split=2[over][under];".formatted(TINY_SIDE, TINY_SIDE));
        graph.append(onWhite("under", "over")).append(",format=rgb24[tiny]");
        outputs.addAll(List.of("-map", "[tiny]", "-frames:v", "1", "-f", "rawvideo", OUT + TINY));
        List<String> command = new ArrayList<>(List.of(programs.ffmpeg(), "-nostdin", "-hide_banner", "-v", "error"));
        command.addAll(List.of("-protocol_whitelist", "file", "-f", "rawvideo", "-pixel_format", "rgba"));
        command.addAll(List.of("-video_size", widths.getLast() + "x" + height(header, widths.getLast())));
        command.addAll(List.of("-i", OUT + PIXELS, "-filter_complex", graph.toString()));
        command.addAll(outputs);
        return command;
    }

    // JPEG and BlurHash know no transparency.
    private static String onWhite(String under, String over) {
        return "[" + under + "]lutrgb=r=255:g=255:b=255:a=255[white" + under + "];[white" + under + "][" + over
                + "]overlay=format=rgb";
    }

    private List<String> input(PhotoHeader header) {
        return List.of(
                "-max_alloc", Long.toString(MediaPrograms.MAX_ALLOCATION_BYTES),
                "-protocol_whitelist", "file",
                "-format_whitelist", header.format().demuxer(),
                "-codec_whitelist", header.format().decoders(),
                "-max_pixels", Long.toString(PhotoHeader.MAX_PIXELS),
                "-f", header.format().demuxer());
    }

    private void run(Path folder, List<String> command) throws IOException, InterruptedException, MediaException {
        MediaExit ended = process.run(folder, command, WALL, stream -> {});
        if (ended.failed()) {
            throw new MediaException(problem(ended), "ffmpeg ended with " + ended.code() + ": " + ended.errors());
        }
    }

    static MediaProblem problem(MediaExit ended) {
        if (ended.ranOut()) {
            return MediaProblem.PHOTO_TOO_COSTLY;
        }
        return ended.endedFromOutside() ? MediaProblem.ENCODER_FAILED : MediaProblem.PHOTO_UNREADABLE;
    }

    private static MediaException unreadable(PhotoHeader header, String why) {
        // Whether ffmpeg reads it at all depends on its version and on how the file is built (a grid of tiles).
        return new MediaException(
                header.format().isHeif() ? MediaProblem.HEIF_REFUSED : MediaProblem.PHOTO_UNREADABLE, why);
    }

    /** The placeholder of github.com/woltapp/blurhash (Algorithm.md), of the picture's 32×32 miniature. */
    private static String blurHash(byte[] rgb) {
        int[] pixels = new int[TINY_SIDE * TINY_SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
        }
        return BlurHash.encode(pixels, TINY_SIDE, TINY_SIDE, HASH_X, HASH_Y);
    }
}
