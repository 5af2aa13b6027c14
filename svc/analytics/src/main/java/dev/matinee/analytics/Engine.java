package dev.matinee.analytics;

import dev.matinee.kit.http.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB within this process. Its database is in memory and holds nothing that matters: what lasts is in files. What does not
 * fit into its memory goes to {@code spill} for as long as a statement runs.
 */
final class Engine implements AutoCloseable {
    private static final int ROW_GROUP = 100_000;
    private static final int TRIES = 5;
    private static final List<String> OF_THE_MACHINE =
            List.of("IO Error:", "INTERNAL Error:", "FATAL Error:", "INTERRUPT Error:", "Connection Error:");

    private final DuckDBConnection root;
    private final Duration patience;
    private final Path spill;

    /**
     * @param memoryMb what tables and statements may take together
     * @param threads that a statement may use
     * @param patience how long a question may take
     */
    record Settings(int memoryMb, int threads, Duration patience) {}

    /** What DuckDB would not do, or not in time. */
    static final class EngineException extends RuntimeException {
        EngineException(SQLException cause) {
            super("the warehouse's engine: " + cause.getMessage(), cause);
        }

        /** What it says, without its advice. */
        String reason() {
            return String.valueOf(getMessage()).lines().findFirst().orElse("");
        }

        /** Whether another question might be answered; else the disk is what is wrong, or the engine itself. */
        boolean isOfWhatWasAsked() {
            String message = String.valueOf(getMessage());
            return OF_THE_MACHINE.stream().noneMatch(message::contains);
        }

        /** Whether it wanted more memory than it was allowed, which others may have held at that moment. */
        boolean isOfMemory() {
            return String.valueOf(getMessage()).contains("Out of Memory");
        }
    }

    /** Makes of each row what is asked for. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads what a statement answers. */
    @FunctionalInterface
    private interface Answer<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    /** Fills rows of a table. */
    @FunctionalInterface
    interface Filling {
        void fill(Filler row) throws SQLException;
    }

    /** Takes the values of a row, one after the other. */
    static final class Filler {
        private final DuckDBAppender appender;

        private Filler(DuckDBAppender appender) {
            this.appender = appender;
        }

        Filler begin() throws SQLException {
            appender.beginRow();
            return this;
        }

        Filler add(@Nullable String text) throws SQLException {
            if (text == null) {
                appender.appendNull();
            } else {
                appender.append(text);
            }
            return this;
        }

        Filler add(int number) throws SQLException {
            appender.append(number);
            return this;
        }

        Filler add(long number) throws SQLException {
            appender.append(number);
            return this;
        }

        Filler add(double number) throws SQLException {
            appender.append(number);
            return this;
        }

        void end() throws SQLException {
            appender.endRow();
        }
    }

    /** @param spill a folder of its own, made when it is not there; what is left in it from before a crash is deleted */
    Engine(Settings settings, Path spill) {
        this.patience = settings.patience();
        this.spill = spill;
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryMb() + "MB");
        properties.setProperty("threads", String.valueOf(settings.threads()));
        properties.setProperty("temp_directory", spill.toString());
        // Nothing is fetched from anywhere.
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        try {
            clear(spill);
            root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Session session = open()) {
                session.run("SET GLOBAL TimeZone = 'UTC'");
                session.run("SET GLOBAL preserve_insertion_order = false");
                // What a statement took goes back to the machine: without these a fifth of the process stayed for good.
                session.run("SET GLOBAL allocator_background_threads = true");
                session.run("SET GLOBAL allocator_flush_threshold = '1MB'");
                session.run("SET GLOBAL allocator_bulk_deallocation_flush_threshold = '1MB'");
            }
        } catch (SQLException e) {
            throw new EngineException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the engine cannot have " + spill, e);
        }
    }

    /** Statements one after the other, by one thread; a temporary table is its own. */
    Session open() {
        try {
            return new Session(root.duplicate(), patience);
        } catch (SQLException e) {
            throw new EngineException(e);
        }
    }

    /** A file for something to be written to and deleted soon; after a crash the next start does that. */
    Path scratch() {
        return spill.resolve("scratch-" + UUID.randomUUID());
    }

    /**
     * Keeps the footers of files, which are most of the work with a year's sums; they count as memory and give way. Not before files are
     * as this version has them: one that was written anew with its time kept would be taken for what it was.
     */
    void keepFooters() {
        try (Session session = open()) {
            session.run("SET GLOBAL parquet_metadata_cache = true");
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new EngineException(e);
        }
    }

    /** A name or a path as SQL has it. */
    static String quoted(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }

    private static void clear(Path spill) throws IOException {
        Files.createDirectories(spill);
        try (var left = Files.list(spill)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    static final class Session implements AutoCloseable {
        private final DuckDBConnection connection;
        private final Duration patience;

        private Session(DuckDBConnection connection, Duration patience) {
            this.connection = connection;
            this.patience = patience;
        }

        /** A statement without an answer, which takes as long as it takes. */
        void run(String sql) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new EngineException(e);
            }
        }

        /**
         * Asks, with values for the question marks; again when files were changed for others between listing and opening.
         *
         * @throws ProblemException 503 when it takes longer than it may, or more memory and room
         */
        <T> List<T> ask(String sql, Row<T> row, Object... values) {
            return within(sql, List.of(values), statement -> read(statement, row));
        }

        /**
         * Asks, and keeps nothing of a row that was told of.
         *
         * @throws ProblemException 503 when it takes longer than it may, or more memory and room
         */
        <T> void tell(Query query, Row<T> row, Consumer<? super T> listener) {
            within(query.sql(), query.values(), statement -> {
                read(statement, row, listener);
                return true;
            });
        }

        /**
         * Puts what a question answers into a file.
         *
         * @throws ProblemException 503 when it takes longer than it may, or more memory and room
         */
        void write(Query query, Path file) {
            within(copy(query.named(), file), query.values(), PreparedStatement::execute);
        }

        private <T> T within(String sql, List<Object> values, Answer<T> answer) {
            long begun = System.nanoTime();
            for (int left = TRIES; ; left--) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setQueryTimeout((int) patience.toSeconds());
                    for (int i = 0; i < values.size(); i++) {
                        statement.setObject(i + 1, values.get(i));
                    }
                    return answer.read(statement);
                } catch (SQLException e) {
                    // It ends what takes too long by an interrupt that has no exception of its own.
                    boolean late = System.nanoTime() - begun >= patience.toNanos();
                    if (late || String.valueOf(e.getMessage()).startsWith("Out of Memory")) {
                        throw ProblemException.of(AnalyticsError.TOO_MUCH_ASKED, e);
                    }
                    if (left == 1 || !isGone(e)) {
                        throw new EngineException(e);
                    }
                }
            }
        }

        private static boolean isGone(SQLException failure) {
            String message = String.valueOf(failure.getMessage());
            return message.contains("No such file") || message.contains("No files found");
        }

        /** Asks for the service itself, which waits as long as it takes. */
        <T> List<T> list(String sql, Row<T> row) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return read(statement, row);
            } catch (SQLException e) {
                throw new EngineException(e);
            }
        }

        /** How many rows a relation has. */
        long count(String relation) {
            return list("SELECT COUNT(*) FROM " + relation, row -> row.getLong(1))
                    .getFirst();
        }

        private static <T> List<T> read(PreparedStatement statement, Row<T> row) throws SQLException {
            List<T> found = new ArrayList<>();
            read(statement, row, found::add);
            return found;
        }

        private static <T> void read(PreparedStatement statement, Row<T> row, Consumer<? super T> listener)
                throws SQLException {
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    listener.accept(row.read(rows));
                }
            }
        }

        /** Puts what a question answers into a file, however long it takes; returns how many rows. */
        long write(String sql, Path file) {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(copy(sql, file));
            } catch (SQLException e) {
                throw new EngineException(e);
            }
        }

        private static String copy(String sql, Path file) {
            return "COPY (" + sql + ") TO " + quoted(file) + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE "
                    + ROW_GROUP + ")";
        }

        /** The quickest way to many rows of a temporary table. */
        void append(String table, Filling filling) {
            try (DuckDBAppender appender = connection.createAppender("temp", DuckDBConnection.DEFAULT_SCHEMA, table)) {
                filling.fill(new Filler(appender));
            } catch (SQLException e) {
                throw new EngineException(e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new EngineException(e);
            }
        }
    }
}
