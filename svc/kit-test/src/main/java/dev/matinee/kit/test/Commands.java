package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end. */
final class Commands {
    private static final long LIMIT_MINUTES = 20;

    private Commands() {}

    static String run(Path directory, List<String> command) {
        return run(directory, Map.of(), command);
    }

    static String run(Path directory, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("matinee-command-", ".log");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
                if (!ended) {
                    process.destroyForcibly();
                }
                String text = Files.readString(output, StandardCharsets.UTF_8);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(String.join(" ", command)
                            + (ended ? " ended with status " + process.exitValue() : " did not end")
                            + "\n"
                            + text.substring(Math.max(0, text.length() - 4000)));
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
        }
    }
}
