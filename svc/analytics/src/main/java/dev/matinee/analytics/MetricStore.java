package dev.matinee.analytics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers about metrics, from roll-ups only. */
final class MetricStore {
    static final int MOST_VIDEOS = 10_000;

    private final Engine engine;

    MetricStore(Engine engine) {
        this.engine = engine;
    }

    /** @param first day, UTC; {@code last} is the last */
    record Question(Metric metric, LocalDate first, LocalDate last, Map<Dimension, String> filters) {}

    /** @param value absent where there was nothing to divide by */
    record Point(String key, @Nullable Double value, long sessions) {}

    /** One point. */
    Query overall(Question question) {
        return query(question, "'all'", "", 1);
    }

    /** By day, the first one first; a day without sessions is left out. */
    Query timeseries(Question question) {
        return query(question, "CAST(day AS VARCHAR)", "GROUP BY day ORDER BY day", Days.MOST);
    }

    /** The greatest first; what is not known has an empty key. */
    Query breakdown(Question question, Dimension by, int limit) {
        return query(
                question,
                "COALESCE(CAST(" + by.column() + " AS VARCHAR), '')",
                "GROUP BY " + by.column() + " ORDER BY 2 DESC NULLS LAST, 1",
                limit);
    }

    /** The videos of a channel, at most {@link #MOST_VIDEOS}, those that changed last. */
    Set<UUID> videosOf(String channel) {
        try (Engine.Session session = engine.open()) {
            return Set.copyOf(session.ask(
                    "SELECT CAST(content_id AS VARCHAR) FROM video WHERE channel_id = ? GROUP BY content_id"
                            + " ORDER BY MAX(happened_at) DESC, content_id LIMIT " + MOST_VIDEOS,
                    row -> UUID.fromString(row.getString(1)),
                    channel));
        }
    }

    List<Point> points(Query query) {
        List<Point> points = new ArrayList<>();
        points(query, points::add);
        return points;
    }

    /** Tells of one after the other. */
    void points(Query query, Consumer<Point> listener) {
        try (Engine.Session session = engine.open()) {
            session.tell(
                    query,
                    row -> {
                        double value = row.getDouble(2);
                        // Before another column is read, since it tells of the last one that was.
                        boolean absent = row.wasNull();
                        return new Point(row.getString(1), absent ? null : value, row.getLong(3));
                    },
                    listener);
        }
    }

    private static Query query(Question question, String key, String order, int limit) {
        List<Object> values = new ArrayList<>(List.of(question.first(), question.last()));
        values.addAll(question.filters().values());
        String where = question.filters().keySet().stream()
                .map(dimension -> " AND CAST(" + dimension.column() + " AS VARCHAR) = ?")
                .collect(Collectors.joining());
        Metric metric = question.metric();
        String sql = "SELECT " + key + ", CAST(" + metric.sql() + " AS DOUBLE), CAST(COALESCE(SUM("
                + metric.told().counted() + "), 0) AS BIGINT) FROM "
                + metric.told().relation()
                + " WHERE day BETWEEN ? AND ?" + where + " " + order + " LIMIT " + limit;
        return new Query(sql, List.of("key", "value", "sessions"), values);
    }
}
