package dev.matinee.analytics;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Answers as Parquet: the engine writes a file, which is sent and not kept. No answer has more rows than a curve has points. */
final class Export {
    static final String MEDIA_TYPE = "application/vnd.apache.parquet";

    private final Engine engine;

    Export(Engine engine) {
        this.engine = engine;
    }

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
        Path file = engine.scratch();
        try {
            try (Engine.Session session = engine.open()) {
                first.prepare(session);
                session.write(query, file);
            }
            response.header(HeaderNames.CONTENT_TYPE, MEDIA_TYPE);
            response.header(HeaderNames.CONTENT_DISPOSITION, Format.PARQUET.disposition(name, days));
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(Files.size(file)));
            try (OutputStream out = response.outputStream()) {
                Files.copy(file, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the " + name + " cannot be sent as Parquet", e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("an export stays behind until the next start", e);
        }
    }

    /** What a question reads beside the warehouse. */
    @FunctionalInterface
    private interface Preparation {
        void prepare(Engine.Session session);
    }
}
