package dev.matinee.cli;

import java.nio.file.Path;
import java.util.Optional;

/** A failure a person reads: one sentence, an exit code and, where there is one, the log that tells more. */
final class CliError extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What went wrong, as the exit code says it to scripts. 2 is picocli's, for wrong usage. */
    enum Exit {
        FAILED(1),
        MACHINE(3),
        UNHEALTHY(4),
        REFUSED(5);

        final int code;

        Exit(int code) {
            this.code = code;
        }
    }

    private final Exit exit;
    private final transient Optional<Path> log;
    private final String tail;

    private CliError(Exit exit, String message, Optional<Path> log, String tail) {
        super(message);
        this.exit = exit;
        this.log = log;
        this.tail = tail;
    }

    static CliError failed(String message) {
        return new CliError(Exit.FAILED, message, Optional.empty(), "");
    }

    /** The machine lacks something; the sentence names what and how to have it. */
    static CliError machine(String message) {
        return new CliError(Exit.MACHINE, message, Optional.empty(), "");
    }

    static CliError unhealthy(String message) {
        return new CliError(Exit.UNHEALTHY, message, Optional.empty(), "");
    }

    /** The platform said no to what was asked of it. */
    static CliError refused(String message) {
        return new CliError(Exit.REFUSED, message, Optional.empty(), "");
    }

    CliError withLog(Path file) {
        return new CliError(exit, getMessage(), Optional.of(file), "");
    }

    CliError withTail(String lines) {
        return new CliError(exit, getMessage(), log, lines);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    Exit exit() {
        return exit;
    }

    Optional<Path> log() {
        return log;
    }

    String tail() {
        return tail.isEmpty() ? log.map(file -> LogTail.of(file, 15)).orElse("") : tail;
    }
}
