package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** PostgreSQL's files out of a backup, with the log replayed over them. */
final class Recovery {
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final String READY = "database system is ready to accept connections";

    private final BackupFolder folder;
    private final Path postgres;

    /**
     * @param postgres the program
     */
    Recovery(BackupFolder folder, Path postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    /**
     * Makes the data directory, which nobody has until it is whole: it is renamed as the last step.
     *
     * @param data where it shall be; must not be there
     */
    void into(Path data, RestorePlan plan) {
        var work = data.resolveSibling(data.getFileName() + ".part");
        try {
            Trees.delete(work);
            var files = work.resolve("data");
            Checkout.made(work);
            Files.createDirectory(
                    files, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var archive = plan.base().base().orElseThrow().checked(folder.of(plan.base()));
            Exec.of("tar", "-xzf", archive.toString(), "--no-same-owner", "-C", files.toString())
                    .within(PATIENCE)
                    .logged(work.resolve("tar.log"), "the backup's files could not be unpacked");
            replay(work, files, plan);
            Files.move(files, data);
            Trees.delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replay(Path work, Path files, RestorePlan plan) throws IOException {
        var staged = Checkout.made(work.resolve("wal"));
        for (var segment : plan.wal()) {
            var kept = segment.part().checked(BackupFolder.wal(folder.of(segment.owner())));
            Files.createSymbolicLink(staged.resolve(segment.part().name()), kept.toAbsolutePath());
        }
        Files.createFile(files.resolve("recovery.signal"));
        var settings = new ArrayList<>(List.of(
                // Only what belongs to the backup is there to be asked for, so the log ends where it shall.
                "restore_command=gzip -dc " + quoted(staged) + "/%f.gz > \"%p\"",
                "recovery_target_action=promote",
                // Nobody reads meanwhile, so it need not be as large as the server it is a copy of.
                "hot_standby=off"));
        // With a number for the zone: PostgreSQL reads this before it knows zones by name, Z among them.
        plan.at()
                .ifPresent(at -> settings.add("recovery_target_time="
                        + at.atOffset(ZoneOffset.UTC)
                                .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'"))));
        try (var server = server(files, work.resolve("postgresql.log"), State.anyFreePort(), settings)) {
            // PostgreSQL says so when it took the last step; what it keeps then needs no log from elsewhere.
            server.await(PATIENCE, said(server.log(), READY));
        } catch (CliError e) {
            throw explained(e);
        }
    }

    private static CliError explained(CliError e) {
        if (e.tail().contains("recovery ended before configured recovery target was reached")) {
            return CliError.failed("the log that was saved does not reach that moment")
                    .withTail(e.tail());
        }
        return e;
    }

    /** Starts the server over restored files, with its own configuration. */
    OwnServer server(Path files, Path log, int port, List<String> settings) {
        var command = new ArrayList<>(Release.unprivileged());
        command.addAll(List.of(
                postgres.toString(),
                "-D",
                files.toString(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB"));
        for (var setting : settings) {
            command.add("-c");
            command.add(setting);
        }
        return OwnServer.start("postgresql", command, Map.of("LC_ALL", "C"), log);
    }

    /** Runs the server over restored files until it lets people in. */
    OwnServer running(Path files, Path log, int port) {
        var server = server(files, log, port, List.of());
        return server.await(Duration.ofMinutes(5), said(log, READY));
    }

    private static BooleanSupplier said(Path log, String words) {
        return () -> {
            try {
                return Files.readString(log).contains(words);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** For PostgreSQL, to which a percent sign means something, and for the shell that it asks. */
    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "'\\''").replace("%", "%%") + "'";
    }
}
