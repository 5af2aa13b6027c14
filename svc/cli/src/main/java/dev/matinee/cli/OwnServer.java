package dev.matinee.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server that this command runs for itself and on loopback only, without Nomad; it ends with the command, however that ends. */
final class OwnServer implements AutoCloseable {
    private static final Duration ENDING = Duration.ofMinutes(2);

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread atExit;

    private OwnServer(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.atExit = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static OwnServer start(String name, List<String> command, Map<String, String> environment, Path log) {
        var builder = new ProcessBuilder(command)
                .directory(Checkout.parent(log).toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new OwnServer(name, log, builder.start());
        } catch (IOException e) {
            throw CliError.machine("cannot start " + name + ": " + e.getMessage());
        }
    }

    /** Waits for what shows that it is ready; one that ends before tells why in its log. */
    OwnServer await(Duration patience, BooleanSupplier ready) {
        var came = Wait.until(patience, Duration.ofMillis(200), () -> {
            if (!process.isAlive()) {
                throw CliError.failed(name + " ended by itself").withTail(LogTail.of(log, 15));
            }
            return ready.getAsBoolean();
        });
        if (!came) {
            close();
            throw CliError.failed(name + " was not ready within " + patience.toSeconds() + " s")
                    .withTail(LogTail.of(log, 15));
        }
        return this;
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw CliError.failed(name + " did not end within " + ENDING.toSeconds() + " s and was killed")
                        .withTail(LogTail.of(log, 15));
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // The command is ending, which ends it anyway.
        }
    }
}
