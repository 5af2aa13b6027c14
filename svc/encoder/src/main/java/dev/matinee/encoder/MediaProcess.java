package dev.matinee.encoder;

import dev.matinee.kit.http.ChildSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run of ffmpeg or ffprobe in the sandbox, with its wall time and its output bounded. */
final class MediaProcess {
    private static final System.Logger LOG = System.getLogger(MediaProcess.class.getName());
    /** Who is told, by the thread that runs something, of processor time that it took; nobody where it is not bound. */
    static final ScopedValue<Consumer<Duration>> SPENDING = ScopedValue.newInstance();

    private static final Duration DYING = Duration.ofSeconds(10);
    private static final Duration FIRST_LOOK = Duration.ofMillis(25);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Time and room are looked at so seldom. */
    private static final Duration MEASURE = Duration.ofSeconds(2);

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

    MediaExit run(Path folder, List<String> command, Duration wall, Output output)
            throws IOException, InterruptedException, MediaException {
        // Its name alone: what it was asked to do has names of files in it.
        try (ChildSpan span =
                ChildSpan.begin(String.valueOf(Path.of(command.getFirst()).getFileName()))) {
            MediaExit exit = ended(folder, command, wall, output);
            if (exit.failed()) {
                span.failed();
            }
            return exit;
        }
    }

    private MediaExit ended(Path folder, List<String> command, Duration wall, Output output)
            throws IOException, InterruptedException, MediaException {
        Process process = sandbox.start(folder, command);
        CpuMeter cpu = new CpuMeter(process);
        try {
            process.getOutputStream().close();
            Thread reader = Thread.startVirtualThread(() -> readAll(process, output));
            ByteArrayOutputStream tail = new ByteArrayOutputStream();
            Thread errors = Thread.startVirtualThread(() -> keepTail(process.getErrorStream(), tail));
            watch(process, cpu, folder, wall);
            reader.join();
            errors.join();
            return new MediaExit(process.exitValue(), tail.toString(StandardCharsets.UTF_8));
        } finally {
            try {
                cpu.look();
            } finally {
                kill(process);
            }
            if (SPENDING.isBound()) {
                SPENDING.get().accept(cpu.spent());
            }
        }
    }

    // Until the last of them is gone they may still write, and the job's folder cannot be taken away.
    private static void kill(Process process) {
        // The namespace's own init dies with bubblewrap, and ffmpeg with that, but only a moment later.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroyForcibly();
        CompletableFuture<?> ended =
                CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        boolean interrupted = false;
        long deadline = System.nanoTime() + DYING.toNanos();
        while (!ended.isDone() && System.nanoTime() - deadline < 0) {
            try {
                ended.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.WARNING, "process " + process.pid() + " does not die", e);
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Process process, CpuMeter cpu, Path folder, Duration wall)
            throws IOException, InterruptedException, MediaException {
        long deadline = System.nanoTime() + wall.toNanos();
        long measured = System.nanoTime();
        // Soon at first: many a run is over in a moment.
        Duration pause = FIRST_LOOK;
        while (!process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            cpu.look();
            pause = pause.compareTo(LOOK) < 0 ? pause.multipliedBy(2) : LOOK;
            if (System.nanoTime() - measured < MEASURE.toNanos()) {
                continue;
            }
            measured = System.nanoTime();
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
            stream.transferTo(OutputStream.nullOutputStream());
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
