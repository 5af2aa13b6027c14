package dev.matinee.analytics;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers of reports, from roll-ups only. */
final class ReportStore {
    /** Points of a curve at most; one for each second of the first three hours. */
    static final int MOST_POINTS = 10_800;

    private static final Pattern NAME =
            Pattern.compile(":(first|last|next|content|channel|limit|cpu_hour|stored_gb_month|sent_gb|currency)\\b");
    /** What is known of videos and albums, by their newest revision. */
    private static final String CONTENTS = """
            WITH contents AS (
              SELECT content_id, MAX_BY(channel_id, revision) AS channel_id, MAX_BY(title, revision) AS title
              FROM video GROUP BY content_id
              UNION ALL
              SELECT content_id, MAX_BY(channel_id, revision), MAX_BY(title, revision) FROM album GROUP BY content_id
            )
            """;

    /** Nothing is played behind a film's end, whatever a report says; a film whose length is not known has none. */
    private static final String RETENTION = """
            SELECT LEAST(at_s, film.end_s) AS second, CAST(SUM(began) - SUM(ended) AS BIGINT),
              CAST(SUM(CASE WHEN at_s < film.end_s THEN sessions ELSE 0 END) AS BIGINT)
            FROM retention CROSS JOIN (
              SELECT CAST(COALESCE(CEIL(MAX_BY(duration_ms, revision) / 1e3), 1e9) AS BIGINT) AS end_s
              FROM video WHERE content_id = ? AND duration_ms > 0) AS film
            WHERE day BETWEEN ? AND ? AND content_id = ? GROUP BY LEAST(at_s, film.end_s) ORDER BY 1
            """;

    private final Engine engine;
    private final Prices prices;

    ReportStore(Engine engine, Prices prices) {
        this.engine = engine;
        this.prices = prices;
    }

    /**
     * What is asked.
     *
     * @param channel only what is of it
     * @param content only that
     */
    record Question(
            ReportKind kind,
            Days days,
            @Nullable String channel,
            @Nullable String content,
            int limit) {}

    /**
     * One point of a retention curve.
     *
     * @param second of the film
     * @param watching sessions that played it
     * @param share of all that played something, from 0 to 1
     */
    record Point(long second, long watching, double share) {}

    /**
     * How many were still there.
     *
     * @param sessions that played something
     * @param step seconds from one point to the next
     */
    record Curve(long sessions, int step, List<Point> points) {}

    private record Change(long second, long more, long sessions) {}

    Query query(Question question) {
        List<Object> values = new ArrayList<>();
        String asked = question.kind().sql();
        String sql = CONTENTS
                + NAME.matcher(asked)
                        .replaceAll(found -> Matcher.quoteReplacement(said(found.group(1), question, values)));
        return new Query(sql, question.kind().columns(), values);
    }

    /** Rows of values, in the order of the columns; nothing is null there. */
    List<List<@Nullable Object>> rows(Query query) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows(query, rows::add);
        return rows;
    }

    /** Tells of one row after the other. */
    void rows(Query query, Consumer<? super List<@Nullable Object>> listener) {
        int columns = query.columns().size();
        try (Engine.Session session = engine.open()) {
            session.tell(query, row -> cells(row, columns), listener);
        }
    }

    /** The retention curve of a video: of the sessions that began in those days and were no bot's and not expired. */
    Curve retention(String video, Days days) {
        List<Change> changes;
        try (Engine.Session session = engine.open()) {
            changes = session.ask(
                    RETENTION,
                    row -> new Change(row.getLong(1), row.getLong(2), row.getLong(3)),
                    video,
                    days.first(),
                    days.last(),
                    video);
        }
        long sessions = changes.stream().mapToLong(Change::sessions).sum();
        long end = sessions == 0 ? 0 : changes.getLast().second();
        int step = Math.max(1, Math.ceilDiv((int) end, MOST_POINTS));
        List<Point> points = new ArrayList<>();
        long watching = 0;
        int next = 0;
        for (long second = 0; second < end; second += step) {
            while (changes.get(next).second() <= second) {
                watching += changes.get(next).more();
                next++;
            }
            points.add(new Point(second, watching, (double) watching / sessions));
        }
        return new Curve(sessions, step, points);
    }

    /** What stands for a name in a question, whose values go to {@code values}. */
    private String said(String name, Question question, List<Object> values) {
        return switch (name) {
            case "first" -> value(question.days().first(), "DATE", values);
            case "last" -> value(question.days().last(), "DATE", values);
            case "next" -> value(question.days().last().plusDays(1), "DATE", values);
            case "content" -> content(question, values);
            case "channel" -> channel(question, values);
            case "limit" -> String.valueOf(question.limit());
            case "cpu_hour" -> value(prices.cpuHour(), "DOUBLE", values);
            case "stored_gb_month" -> value(prices.storedGbMonth(), "DOUBLE", values);
            case "sent_gb" -> value(prices.sentGb(), "DOUBLE", values);
            case "currency" -> value(prices.currency(), "VARCHAR", values);
            default -> throw new IllegalStateException(name);
        };
    }

    private static String content(Question question, List<Object> values) {
        String condition = "TRUE";
        if (question.channel() != null) {
            values.add(question.channel());
            condition = "content_id IN (SELECT content_id FROM contents WHERE channel_id = ?)";
        }
        if (question.content() != null) {
            values.add(question.content());
            condition += " AND content_id = ?";
        }
        return "(" + condition + ")";
    }

    /** Nothing is followed but channels. */
    private static String channel(Question question, List<Object> values) {
        if (question.content() != null) {
            return "FALSE";
        }
        if (question.channel() == null) {
            return "TRUE";
        }
        values.add(question.channel());
        return "channel_id = ?";
    }

    private static String value(Object value, String type, List<Object> values) {
        values.add(value);
        return "CAST(? AS " + type + ")";
    }

    private static List<@Nullable Object> cells(ResultSet row, int columns) throws SQLException {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            Object cell = row.getObject(i);
            cells.add(cell instanceof LocalDate || cell instanceof Date ? cell.toString() : cell);
        }
        return cells;
    }
}
