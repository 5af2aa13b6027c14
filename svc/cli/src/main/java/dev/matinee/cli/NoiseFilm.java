package dev.matinee.cli;

import java.nio.file.Path;
import java.time.Duration;

/** A film for tests. Noise hardly compresses, so that a few seconds of it are many pieces to send. */
final class NoiseFilm {
    private NoiseFilm() {}

    static void make(Path ffmpeg, Duration length, Path film, Path log) {
        Exec.of(
                        ffmpeg.toString(),
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "nullsrc=size=640x360:rate=24:duration=" + length.toSeconds() + ",geq=random(1)*255:128:128",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "10",
                        "-pix_fmt",
                        "yuv420p",
                        film.toString())
                .within(Duration.ofMinutes(3))
                .logged(log, "the film could not be made");
    }
}
