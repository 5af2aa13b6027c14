package dev.matinee.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of another program: arguments never pass a shell, every run has an end. */
record Exec(
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Duration timeout,
        Consumer<String> heard) {

    record Result(int exit, String output) {}

    static Exec of(String... command) {
        return new Exec(List.of(command), Path.of("/"), Map.of(), Duration.ofMinutes(1), line -> {});
    }

    static Exec of(List<String> command) {
        return new Exec(List.copyOf(command), Path.of("/"), Map.of(), Duration.ofMinutes(1), line -> {});
    }

    Exec in(Path where) {
        return new Exec(command, where, environment, timeout, heard);
    }

    Exec with(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Exec(command, directory, Map.copyOf(more), timeout, heard);
    }

    Exec within(Duration limit) {
        return new Exec(command, directory, environment, limit, heard);
    }

    /** Each line of the log is also told while the program runs, for progress. */
    Exec telling(Consumer<String> lines) {
        return new Exec(command, directory, environment, timeout, lines);
    }

    /** Output and errors together, as the program wrote them. */
    Result capture() {
        try {
            var log = Files.createTempFile("matinee-", ".out");
            try {
                var exit = finish(start(ProcessBuilder.Redirect.to(log.toFile())), log);
                return new Result(exit, Files.readString(log, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw missing(e);
        }
    }

    /** Appends to the log; anything but success is an error that carries its last lines. */
    void logged(Path log, String whatFailed) {
        var exit = run(log);
        if (exit != 0) {
            throw CliError.failed(whatFailed + " (exit " + exit + ")").withLog(log);
        }
    }

    int run(Path log) {
        try {
            Checkout.made(Checkout.parent(log));
            Files.writeString(
                    log, "$ " + String.join(" ", command) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            var process = start(ProcessBuilder.Redirect.appendTo(log.toFile()));
            var follower = Thread.ofVirtual().start(() -> follow(process, log));
            try {
                return finish(process, log);
            } finally {
                follower.interrupt();
            }
        } catch (IOException e) {
            throw missing(e);
        }
    }

    // The file is read rather than a pipe: what the program leaves running keeps a pipe open for ever.
    private void follow(Process process, Path log) {
        try (var in = new RandomAccessFile(log.toFile(), "r")) {
            in.seek(in.length());
            while (process.isAlive()) {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    heard.accept(line);
                }
                Thread.sleep(500);
            }
        } catch (IOException | InterruptedException e) {
            // Progress is a courtesy; the program's end is waited for elsewhere.
        }
    }

    /** On the terminal of whoever called, for what asks questions (sudo) or follows (tail). */
    int attached() {
        try {
            var builder = builder();
            builder.inheritIO();
            return finish(builder.start(), null);
        } catch (IOException e) {
            throw missing(e);
        }
    }

    /** Tells each line of its output as it comes, for as long as it writes any; errors go to the caller's terminal. */
    int told() {
        try {
            var builder = builder();
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            var process = builder.start();
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(heard);
            } finally {
                process.destroy();
            }
            return finish(process, null);
        } catch (IOException e) {
            throw missing(e);
        }
    }

    private Process start(ProcessBuilder.Redirect out) throws IOException {
        var builder = builder();
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(out);
        return builder.start();
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private int finish(Process process, @Nullable Path log) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            end(process);
            var slow = CliError.failed(
                    command.getFirst() + " did not end within " + timeout.toSeconds() + " s and was stopped");
            throw log == null ? slow : slow.withLog(log);
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw CliError.failed(command.getFirst() + " was interrupted");
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private CliError missing(IOException e) {
        return CliError.machine("cannot run " + command.getFirst() + ": " + e.getMessage());
    }

    /** Where a program lies on PATH; system directories are looked into even when an ordinary user's PATH lacks them. */
    static Optional<Path> onPath(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin";
        for (var directory : path.split(":", -1)) {
            var file = Path.of(directory.isEmpty() ? "." : directory, program);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return Optional.of(file.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
