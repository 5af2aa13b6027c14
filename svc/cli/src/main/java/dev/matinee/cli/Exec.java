package dev.matinee.cli;

import java.io.IOException;
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
import org.jspecify.annotations.Nullable;

/** One run of another program: arguments never pass a shell, every run has an end. */
record Exec(List<String> command, Path directory, Map<String, String> environment, Duration timeout) {

    record Result(int exit, String output) {}

    static Exec of(String... command) {
        return new Exec(List.of(command), Path.of("/"), Map.of(), Duration.ofMinutes(1));
    }

    static Exec of(List<String> command) {
        return new Exec(List.copyOf(command), Path.of("/"), Map.of(), Duration.ofMinutes(1));
    }

    Exec in(Path where) {
        return new Exec(command, where, environment, timeout);
    }

    Exec with(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Exec(command, directory, Map.copyOf(more), timeout);
    }

    Exec within(Duration limit) {
        return new Exec(command, directory, environment, limit);
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
            return finish(start(ProcessBuilder.Redirect.appendTo(log.toFile())), log);
        } catch (IOException e) {
            throw missing(e);
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
