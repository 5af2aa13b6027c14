package dev.matinee.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a running PostgreSQL over one connection: its files by the functions that {@code pg_rewind} reads another server
 * with, between {@code pg_backup_start} and {@code pg_backup_stop}, and the log from a slot that keeps it until it is saved.
 * So it needs no program of PostgreSQL's and no access to its disk.
 */
final class DatabaseCopy implements AutoCloseable {
    /** The role that may do this and reaches no service's rows by SQL. */
    static final String ROLE = "backup";

    private static final String SLOT = "matinee_backup";
    private static final int CHUNK = 4 << 20;
    private static final String CONTROL = "global/pg_control";
    // Their content means nothing to another server; PostgreSQL's documentation lists them for backups of this kind.
    private static final Set<String> EMPTY = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");
    private static final Pattern LEFT_OUT = Pattern.compile(
            "(postmaster\\.(pid|opts)|.*/pg_internal\\.init(\\.\\d+)?|(.*/)?pgsql_tmp.*|current_logfiles(\\.tmp)?"
                    + "|backup_label(\\.old)?|tablespace_map(\\.old)?|backup_manifest|(recovery|standby)\\.signal)");
    private static final String FILES = """
            WITH RECURSIVE files (path, size, isdir) AS (
              SELECT name, this.size, this.isdir
              FROM pg_ls_dir('.', true, false) AS name, pg_stat_file(name, true) AS this
              UNION ALL
              SELECT parent.path || '/' || name, this.size, this.isdir
              FROM files AS parent, pg_ls_dir(parent.path, true, false) AS name,
                   pg_stat_file(parent.path || '/' || name, true) AS this
              WHERE parent.isdir)
            SELECT path, size, isdir FROM files WHERE size IS NOT NULL ORDER BY path
            """;

    /** A file or a folder of the server. */
    private record Entry(String path, long bytes, boolean folder) {}

    /**
     * A moment of the log.
     *
     * @param time all that was acknowledged before is in the log up to it
     * @param position its end, as PostgreSQL writes positions
     * @param segment the file that it ends
     */
    record Mark(Instant time, String position, String segment) {}

    private final Connection connection;

    private DatabaseCopy(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param address {@code host:port}
     */
    static DatabaseCopy open(String address, String password) {
        var settings = new Properties();
        settings.put("user", ROLE);
        settings.put("password", password);
        settings.put("ApplicationName", "matinee backup");
        settings.put("connectTimeout", "10");
        // A checkpoint is waited for, which a busy server takes its time for.
        settings.put("socketTimeout", "600");
        // Bytes as bytes and not as hexadecimal text, from the first answer on.
        settings.put("prepareThreshold", "-1");
        try {
            return new DatabaseCopy(
                    DriverManager.getConnection("jdbc:postgresql://" + address + "/postgres", settings));
        } catch (SQLException e) {
            throw CliError.unhealthy("PostgreSQL at " + address + " does not let the role " + ROLE + " in: "
                    + e.getMessage() + "; was it started by an older matinee? ./matinee up brings it up to date");
        }
    }

    /** PostgreSQL's own name of its data, and the timeline: one that was restored goes on under another. */
    String cluster() {
        return text("""
                SELECT system_identifier || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
                FROM pg_control_system()
                """);
    }

    /** From now on the log is kept until {@link #saved}, within the server's bound. Returns whether it was kept before. */
    boolean keepLog() {
        var status = text(
                "SELECT coalesce((SELECT coalesce(wal_status, '') FROM pg_replication_slots WHERE slot_name = ?), 'none')",
                SLOT);
        if (status.equals("lost") || status.equals("unreserved")) {
            text("SELECT pg_drop_replication_slot(?)::text", SLOT);
            status = "none";
        }
        if (status.equals("none")) {
            text("SELECT pg_create_physical_replication_slot(?, true)::text", SLOT);
            return false;
        }
        return true;
    }

    /** The log up to there need not be kept any more. */
    void saved(Mark mark) {
        text("SELECT pg_replication_slot_advance(?, ?::pg_lsn)::text", SLOT, mark.position());
    }

    /** Writes all files into a {@code .tar.gz}; returns the segment from which the log is needed to make sense of them. */
    String base(Path target, LongConsumer progress) {
        var start = text("SELECT pg_walfile_name(pg_backup_start('matinee', true))");
        try (var out = Files.newOutputStream(target)) {
            var tar = new TarArchiveOutputStream(fast(out), "UTF-8");
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            var total = 0L;
            for (var entry : entries()) {
                total += entry.folder() ? folder(tar, entry.path()) : file(tar, entry);
                progress.accept(total);
            }
            // The last, so that it knows of nothing which is not there.
            bytes(tar, CONTROL, control());
            bytes(tar, "backup_label", stop().getBytes(StandardCharsets.UTF_8));
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start;
    }

    /** Little of it compresses well but the log's empty ends, and the server waits for us. */
    private static OutputStream fast(OutputStream out) throws IOException {
        return new GZIPOutputStream(out, 1 << 16) {
            {
                def.setLevel(1);
            }
        };
    }

    private List<Entry> entries() {
        return rows(FILES, row -> new Entry(row.getString(1), row.getLong(2), row.getBoolean(3))).stream()
                .filter(entry -> !LEFT_OUT.matcher(entry.path()).matches()
                        && !entry.path().equals(CONTROL))
                .filter(entry -> entry.folder()
                        || EMPTY.stream().noneMatch(it -> entry.path().startsWith(it + "/")))
                .filter(entry -> !entry.path().startsWith("pg_replslot/"))
                .map(DatabaseCopy::known)
                .toList();
    }

    private static Entry known(Entry entry) {
        if (entry.path().startsWith("pg_tblspc/")) {
            throw CliError.failed("PostgreSQL has a tablespace (" + entry.path()
                    + "), which this backup would leave out; move its tables to the default one");
        }
        return entry;
    }

    private static int folder(TarArchiveOutputStream tar, String path) throws IOException {
        var header = new TarArchiveEntry(path + "/");
        header.setMode(0700);
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
        return 0;
    }

    private long file(TarArchiveOutputStream tar, Entry entry) throws IOException {
        if (entry.bytes() <= CHUNK) {
            var content = read(entry.path(), 0);
            // A table that was dropped meanwhile; the log tells whoever replays it.
            return content == null ? 0 : bytes(tar, entry.path(), content);
        }
        tar.putArchiveEntry(header(entry.path(), entry.bytes()));
        for (var at = 0L; at < entry.bytes(); ) {
            var content = read(entry.path(), at);
            var wanted = (int) Math.min(CHUNK, entry.bytes() - at);
            // What was cut off meanwhile is said by the log too; the archive wants as many bytes as it was promised.
            tar.write(Arrays.copyOf(content == null ? new byte[0] : content, wanted));
            at += wanted;
        }
        tar.closeArchiveEntry();
        return entry.bytes();
    }

    private static long bytes(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        tar.putArchiveEntry(header(path, content.length));
        tar.write(content);
        tar.closeArchiveEntry();
        return content.length;
    }

    private static TarArchiveEntry header(String path, long bytes) {
        var header = new TarArchiveEntry(path);
        header.setSize(bytes);
        header.setMode(0600);
        return header;
    }

    /** The server may be writing it while it is read; twice the same is the whole. */
    private byte[] control() {
        var before = new byte[0];
        for (var tries = 0; tries < 100; tries++) {
            var now = read(CONTROL, 0);
            if (now != null && now.length > 0 && Arrays.equals(before, now)) {
                return now;
            }
            before = now == null ? before : now;
        }
        throw CliError.failed("PostgreSQL's " + CONTROL + " could not be read in one piece; try again");
    }

    private String stop() {
        return text("SELECT labelfile FROM pg_backup_stop(false)");
    }

    /** Ends the segment that is being written, so that everything acknowledged until now is in whole ones. */
    Mark mark() {
        var time = rows("SELECT clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                .getFirst()
                .toInstant();
        // A commit behind that time: whoever replays up to the time sees by it that they passed it.
        text("SELECT pg_current_xact_id()::text");
        var position = text("SELECT pg_switch_wal()::text");
        return new Mark(time, position, text("SELECT pg_walfile_name(?::pg_lsn - 1)", position));
    }

    /** What the server still has of its log, in order. */
    List<String> segments() {
        return rows("SELECT pg_ls_dir('pg_wal')", row -> row.getString(1)).stream()
                .filter(WalSegment::is)
                .sorted()
                .toList();
    }

    /** Saves a finished segment, compressed: a short one has an empty end. */
    void segment(String name, Path target) {
        try (var out = fast(Files.newOutputStream(target))) {
            var at = 0L;
            for (var content = read("pg_wal/" + name, 0); content != null && content.length > 0; ) {
                out.write(content);
                at += content.length;
                content = content.length < CHUNK ? null : read("pg_wal/" + name, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte @Nullable [] read(String path, long offset) {
        try (var statement = prepared("SELECT pg_read_binary_file(?, ?, " + CHUNK + ", true)", path)) {
            statement.setLong(2, offset);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getBytes(1) : null;
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, Row<T> row, String... values) {
        try (var statement = prepared(sql, values);
                var rows = statement.executeQuery()) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(row.of(rows));
            }
            return all;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private String text(String sql, String... values) {
        return rows(sql, row -> row.getString(1), values).getFirst();
    }

    private PreparedStatement prepared(String sql, String... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement;
    }

    private static CliError refused(SQLException e) {
        return CliError.failed("PostgreSQL could not be copied: " + e.getMessage()
                + "; what was copied stays, and ./matinee backup begins anew");
    }

    @Override
    public void close() {
        try {
            // Also ends a copy that was cut: a backup that is not stopped ends with its connection.
            connection.close();
        } catch (SQLException e) {
            throw refused(e);
        }
    }
}
