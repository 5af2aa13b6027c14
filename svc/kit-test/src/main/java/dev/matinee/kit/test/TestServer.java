package dev.matinee.kit.test;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/**
 * A real server in its own process. Ports and data outlive {@link #stop()}, {@link #kill()} and {@link #pause()}, so a test
 * can take the server away and give it back; a test that does so must give it back, since all test classes of a JVM share it.
 */
public abstract sealed class TestServer
        permits PostgresServer,
                KafkaServer,
                RedisServer,
                S3Server,
                KeycloakServer,
                ElasticsearchServer,
                ConsulServer,
                NomadServer {
    private static final int TAIL_LINES = 40;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Path home;
    private final Path log;
    private @Nullable Process process;

    TestServer(String name) {
        this.name = name;
        try {
            home = Files.createTempDirectory("matinee-" + name + "-");
            Reaper.deleteAtEnd(home);
            log = logFile(name, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path logFile(String name, Path home) throws IOException {
        Path target = Path.of("target");
        if (!Files.isDirectory(target)) {
            return home.resolve(name + ".log");
        }
        Path logs = Files.createDirectories(target.resolve("test-servers"));
        return logs.resolve(name + "-" + ProcessHandle.current().pid() + ".log").toAbsolutePath();
    }

    abstract List<String> command();

    abstract boolean answers() throws IOException, InterruptedException;

    Map<String, String> environment() {
        return Map.of();
    }

    Duration startLimit() {
        return Duration.ofMinutes(2);
    }

    String stopSignal() {
        return "TERM";
    }

    final Path home() {
        return home;
    }

    final Path log() {
        return log;
    }

    /**
     * Starts the server on its own ports and data and waits until it answers; does nothing when it runs.
     *
     * @throws ServerDiedException when the process ends before it answers
     * @throws IllegalStateException when it does not answer in time; both messages show the end of the log
     */
    public final synchronized void start() {
        if (running()) {
            return;
        }
        Process started = launch();
        process = started;
        try {
            await(name)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(startLimit())
                    .ignoreExceptions()
                    .failFast(() -> !started.isAlive())
                    .until(this::answers);
        } catch (TerminalFailureException e) {
            Reaper.forget(started);
            throw new ServerDiedException(name + " ended with status " + started.exitValue() + "\n" + logTail());
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException(name + " did not answer within " + startLimit() + "\n" + logTail(), e);
        }
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment());
        try {
            Process started = builder.start();
            Reaper.watch(started);
            started.getOutputStream().close();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server in an orderly way, as an operator would; kills it after 30 seconds. */
    public final synchronized void stop() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        signal(stopSignal(), Stream.of(current.toHandle()));
        try {
            if (!current.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Reaper.forget(current);
    }

    /** Ends the server and its children at once, with SIGKILL. */
    public final synchronized void kill() {
        Process current = process;
        if (current == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(Stream.of(current.toHandle()), current.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        current.onExit().join();
        Reaper.forget(current);
    }

    /** Freezes the server (SIGSTOP): connections stay open and nothing answers. */
    public final synchronized void pause() {
        signalAll("STOP");
    }

    /** Lets a frozen server go on (SIGCONT). */
    public final synchronized void resume() {
        signalAll("CONT");
    }

    public final synchronized boolean running() {
        return process != null && process.isAlive();
    }

    /** The last lines that the server logged. */
    public final String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "last lines of " + log + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "no log at " + log;
        }
    }

    private void signalAll(String signal) {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException(name + " does not run");
        }
        signal(signal, Stream.concat(Stream.of(current.toHandle()), current.descendants()));
    }

    private static void signal(String signal, Stream<ProcessHandle> handles) {
        Commands.run(
                Path.of("/"),
                Stream.concat(
                                Stream.of("sh", "-c", "kill -s \"$@\"", "kill", signal),
                                handles.map(handle -> Long.toString(handle.pid())))
                        .toList());
    }
}
