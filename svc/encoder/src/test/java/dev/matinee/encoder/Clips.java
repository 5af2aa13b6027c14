package dev.matinee.encoder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the small films that the tests encode. */
final class Clips {
    static final MediaPrograms PROGRAMS = new MediaPrograms("ffmpeg", "ffprobe");
    static final IngestLimits LIMITS =
            new IngestLimits(8192L * 4320, 16, Duration.ofHours(1), Duration.ofMinutes(5), 4L << 30, 256L << 20, 2);
    static final String PICTURE = "testsrc2=s=320x240:r=25:d=2";
    static final String SOUND = "sine=f=440:r=44100:d=2";

    private Clips() {}

    /** Runs ffmpeg with these arguments and then the file's name; {@code format} because the file has no extension. */
    static Path make(Path file, String format, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-f", format, file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg could not make the clip: " + said);
        }
        return file;
    }

    /** A plain film: H.264 and AAC in MP4. */
    static Path film(Path file, String picture) throws IOException, InterruptedException {
        return film(file, picture, SOUND);
    }

    /** As long as the shorter of the two. */
    static Path film(Path file, String picture, String sound) throws IOException, InterruptedException {
        return make(
                file,
                "mp4",
                "-f",
                "lavfi",
                "-i",
                picture,
                "-f",
                "lavfi",
                "-i",
                sound,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-shortest",
                "-movflags",
                "+faststart");
    }

    static void cut(Path file, double part) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));
    }
}
