package dev.matinee.analytics;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers as files to be kept: each is written whole, which may fail, and then sent and not kept here, so none takes memory by its length. */
final class Export {
    /** More than a spreadsheet is looked at with, and a few megabytes. */
    static final int MOST_ROWS = 100_000;

    static final String MEDIA_TYPE = "application/vnd.apache.parquet";
    private static final String CSV = "text/csv; charset=utf-8";

    private final Engine engine;

    Export(Engine engine) {
        this.engine = engine;
    }

    /** As CSV. */
    void send(ServerResponse response, String name, Days days, List<String> header, Rows rows) {
        send(response, name, days, Format.CSV, file -> {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                write(out, Csv.line(header));
                rows.tell(row -> write(out, Csv.line(row)));
            }
        });
    }

    /** As Parquet. */
    void send(ServerResponse response, String name, Days days, Query query) {
        send(response, name, days, query, session -> {});
    }

    void send(ServerResponse response, Days days, List<ReportStore.Point> curve) {
        Query all = new Query("SELECT * FROM curve ORDER BY second", List.of("second", "watching", "share"), List.of());
        send(response, "retention", days, all, session -> {
            session.run("CREATE TEMP TABLE curve (second BIGINT, watching BIGINT, share DOUBLE)");
            session.append("curve", row -> {
                for (ReportStore.Point point : curve) {
                    row.begin()
                            .add(point.second())
                            .add(point.watching())
                            .add(point.share())
                            .end();
                }
            });
        });
    }

    private void send(ServerResponse response, String name, Days days, Query query, Preparation first) {
        send(response, name, days, Format.PARQUET, file -> {
            try (Engine.Session session = engine.open()) {
                first.prepare(session);
                session.write(query, file);
            }
        });
    }

    private void send(ServerResponse response, String name, Days days, Format format, Writing writing) {
        Path file = engine.scratch();
        try {
            writing.write(file);
            response.header(HeaderNames.CONTENT_TYPE, format == Format.CSV ? CSV : MEDIA_TYPE);
            response.header(HeaderNames.CONTENT_DISPOSITION, format.disposition(name, days));
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(Files.size(file)));
            try (OutputStream out = response.outputStream()) {
                Files.copy(file, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the " + name + " cannot be sent as a file", e);
        } finally {
            delete(file);
        }
    }

    private static void write(BufferedWriter out, String line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException("an export cannot be written", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("an export stays behind until the next start", e);
        }
    }

    /** Tells a listener of each row. */
    @FunctionalInterface
    interface Rows {
        void tell(Consumer<List<? extends @Nullable Object>> listener);
    }

    /** Makes the file. */
    @FunctionalInterface
    private interface Writing {
        void write(Path file) throws IOException;
    }

    /** What a question reads beside the warehouse. */
    @FunctionalInterface
    private interface Preparation {
        void prepare(Engine.Session session);
    }
}
