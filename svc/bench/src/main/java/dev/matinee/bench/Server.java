package dev.matinee.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A program under measurement, in a process of its own, until closed. */
final class Server implements AutoCloseable {
    /** What Linux counts in for programs, whatever it does inside. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Process process;
    private final Path log;
    private final long begunNanos;

    private Server(Process process, Path log, long begunNanos) {
        this.process = process;
        this.log = log;
        this.begunNanos = begunNanos;
    }

    static Server start(Lab lab, String name, List<String> command, Map<String, String> environment) {
        Path log = lab.work().resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(lab.work().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            long begun = System.nanoTime();
            Server server = new Server(builder.start(), log, begun);
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
            return server;
        } catch (IOException e) {
            throw new BenchException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Waits until the address answers with success; tells the seconds since the process was begun. */
    double awaitAnswer(URI address) {
        while (System.nanoTime() - begunNanos < START_LIMIT.toNanos()) {
            if (!process.isAlive()) {
                throw new BenchException("it ended before it answered: " + tail());
            }
            if (answers(address)) {
                return (System.nanoTime() - begunNanos) / 1e9;
            }
            LockSupport.parkNanos(5_000_000);
        }
        throw new BenchException(address + " did not answer within " + START_LIMIT + ": " + tail());
    }

    private static boolean answers(URI address) {
        try {
            return CLIENT.send(
                                    HttpRequest.newBuilder(address)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    < 300;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Processor time that it and its children have used. */
    double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(Server::cpuSeconds)
                .sum();
    }

    private static double cpuSeconds(ProcessHandle one) {
        try {
            String stat = Files.readString(Path.of("/proc/" + one.pid() + "/stat"));
            // The name, in brackets, may hold blanks; then come state and eleven more fields before the two times.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Memory that is its and its children's alone, and its part of what it shares (PSS), in MiB. */
    double memoryMib() {
        return Memory.mib(Stream.concat(Stream.of(process.toHandle()), process.descendants()));
    }

    private String tail() {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - 1_500));
        } catch (IOException e) {
            return "no log";
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("no free port", e);
        }
    }
}
