package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that outlives the command: in a session of its own, its log and pid in {@code .matinee/}. The pid file also
 * holds the start time, so that a pid given to somebody else after a reboot is never taken for ours.
 */
final class Daemon {
    private final Checkout checkout;
    private final String name;

    Daemon(Checkout checkout, String name) {
        this.checkout = checkout;
        this.name = name;
    }

    Path log() {
        return checkout.log(name);
    }

    Optional<ProcessHandle> running() {
        try {
            if (!Files.exists(pidFile())) {
                return Optional.empty();
            }
            var saved = Files.readString(pidFile()).strip().split(" ", 2);
            return ProcessHandle.of(Long.parseLong(saved[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> saved.length > 1 && started(process).equals(saved[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(List<String> command) {
        var detached = new ArrayList<String>();
        detached.add("setsid");
        detached.addAll(command);
        try {
            var process = new ProcessBuilder(detached)
                    .directory(checkout.root().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            Json.storeText(pidFile(), process.pid() + " " + started(process.toHandle()) + "\n");
        } catch (IOException e) {
            throw CliError.machine("cannot start " + name + ": " + e.getMessage());
        }
    }

    /** Asks it to end, and waits; it is killed only when it does not listen. */
    boolean stop(Duration patience) {
        var process = running();
        process.ifPresent(it -> {
            it.destroy();
            if (!ended(it, patience)) {
                it.destroyForcibly();
                ended(it, Duration.ofSeconds(5));
            }
        });
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return process.isPresent();
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String started(ProcessHandle process) {
        // In clock ticks since boot: unlike a time of day it does not move when the clock is set.
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 21)[19];
        } catch (IOException e) {
            return "";
        }
    }

    private Path pidFile() {
        return checkout.run().resolve("pids").resolve(name);
    }
}
