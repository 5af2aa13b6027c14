package dev.matinee.encoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of ffmpeg or ffprobe in the sandbox, with its wall time and its output bounded. */
final class MediaProcess {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int ERROR_TAIL_BYTES = 4000;

    private final Sandbox sandbox;
    private final IngestLimits limits;

    MediaProcess(Sandbox sandbox, IngestLimits limits) {
        this.sandbox = sandbox;
        this.limits = limits;
    }

    interface Output {
        void read(InputStream output) throws IOException;
    }

    /** @param errors the last lines the process said */
    record Ended(int exit, String errors) {
        /** A signal, or the out-of-memory word of ffmpeg. */
        boolean ranOut() {
            return exit > 128 || errors.contains("Cannot allocate memory") || errors.contains("File too large");
        }
    }

    Ended run(Path folder, List<String> command, Duration wall, Output output)
            throws IOException, InterruptedException, MediaException {
        Process process = sandbox.start(folder, command);
        try {
            process.getOutputStream().close();
            Thread reader = Thread.startVirtualThread(() -> readAll(process, output));
            ByteArrayOutputStream tail = new ByteArrayOutputStream();
            Thread errors = Thread.startVirtualThread(() -> keepTail(process.getErrorStream(), tail));
            watch(process, folder, wall);
            reader.join();
            errors.join();
            return new Ended(process.exitValue(), tail.toString(StandardCharsets.UTF_8));
        } finally {
            // The namespace's own init dies with bubblewrap, and ffmpeg with that.
            process.destroyForcibly();
        }
    }

    private void watch(Process process, Path folder, Duration wall)
            throws IOException, InterruptedException, MediaException {
        long deadline = System.nanoTime() + wall.toNanos();
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > deadline) {
                throw new MediaException(MediaProblem.TOO_COSTLY, "still running after " + wall);
            }
            if (Folders.size(folder.resolve("out")) > limits.maxOutputBytes()) {
                throw new MediaException(MediaProblem.TOO_LARGE, "wrote more than " + limits.maxOutputBytes());
            }
        }
    }

    private static void readAll(Process process, Output output) {
        try (InputStream stream = process.getInputStream()) {
            output.read(stream);
            // Whatever the reader left unread must not stop the process.
            stream.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    private static void keepTail(InputStream stream, ByteArrayOutputStream tail) {
        byte[] buffer = new byte[ERROR_TAIL_BYTES];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                byte[] before = tail.toByteArray();
                int keep = Math.min(before.length, ERROR_TAIL_BYTES - Math.min(read, ERROR_TAIL_BYTES));
                tail.reset();
                tail.write(before, before.length - keep, keep);
                tail.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The process was ended: what is kept is all there is.
        }
    }
}
