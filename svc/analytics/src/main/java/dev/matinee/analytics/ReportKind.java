package dev.matinee.analytics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The reports that there are: what each says, and its question, which reads roll-ups and dimensions only, in the SQL that DuckDB and
 * Trino share. In it {@code :first} and {@code :last} are days, {@code :next} the day behind, {@code :content} and {@code :channel}
 * conditions on {@code content_id} and {@code channel_id} that keep what was asked about, {@code :limit} how many rows; the relation
 * {@code contents} knows channel and title of each content. Whole numbers are divided as {@code 1e2}, since Trino rounds what is divided
 * as {@code 100.0} to one digit.
 */
enum ReportKind {
    OVERVIEW(
            "One row: what was watched, by how many, and what they did about it.",
            false,
            List.of(
                    "views",
                    "watch_ms",
                    "viewers",
                    "likes",
                    "unlikes",
                    "comments",
                    "comments_deleted",
                    "followers_gained",
                    "followers_lost",
                    "shown",
                    "clicked"),
            """
            SELECT v.views, v.watch_ms, u.viewers, e.likes, e.unlikes, e.comments, e.uncomments, f.gained, f.lost, s.shown, s.clicked
            FROM (SELECT CAST(COALESCE(SUM(views), 0) AS BIGINT) AS views,
                CAST(COALESCE(SUM(view_watched_ms), 0) AS BIGINT) AS watch_ms
              FROM "rollup" WHERE day BETWEEN :first AND :last AND :content) AS v
            CROSS JOIN (SELECT COUNT(DISTINCT viewer) AS viewers
              FROM viewer WHERE day BETWEEN :first AND :last AND :content) AS u
            CROSS JOIN (SELECT CAST(COALESCE(SUM(likes), 0) AS BIGINT) AS likes,
                CAST(COALESCE(SUM(unlikes), 0) AS BIGINT) AS unlikes, CAST(COALESCE(SUM(comments), 0) AS BIGINT) AS comments,
                CAST(COALESCE(SUM(uncomments), 0) AS BIGINT) AS uncomments
              FROM engagement WHERE day BETWEEN :first AND :last AND :content) AS e
            CROSS JOIN (SELECT CAST(COALESCE(SUM(gained), 0) AS BIGINT) AS gained, CAST(COALESCE(SUM(lost), 0) AS BIGINT) AS lost
              FROM following WHERE day BETWEEN :first AND :last AND :channel) AS f
            CROSS JOIN (SELECT CAST(COALESCE(SUM(shown), 0) AS BIGINT) AS shown,
                CAST(COALESCE(SUM(clicked), 0) AS BIGINT) AS clicked
              FROM showing WHERE day BETWEEN :first AND :last AND :content) AS s
            """),
    VIEWERS(
            "One row: how many had views in those days. A member counts once however often they came; a visitor is"
                    + " somebody else each day (UTC), so one who came on two days counts twice.",
            false,
            List.of("viewers", "members", "visitors", "views"),
            """
            SELECT COUNT(DISTINCT viewer), COUNT(DISTINCT CASE WHEN viewer LIKE 'm%' THEN viewer END),
              COUNT(DISTINCT CASE WHEN viewer LIKE 'v%' THEN viewer END), CAST(COALESCE(SUM(views), 0) AS BIGINT)
            FROM viewer WHERE day BETWEEN :first AND :last AND :content
            """),
    VIEWERS_BY_DAY(
            "How many had views on each day.", false, List.of("day", "viewers", "members", "visitors", "views"), """
            SELECT day, COUNT(DISTINCT viewer), COUNT(DISTINCT CASE WHEN viewer LIKE 'm%' THEN viewer END),
              COUNT(DISTINCT CASE WHEN viewer LIKE 'v%' THEN viewer END), CAST(SUM(views) AS BIGINT)
            FROM viewer WHERE day BETWEEN :first AND :last AND :content GROUP BY day ORDER BY day
            """),
    TOP_CONTENT(
            "What had the most views.",
            false,
            List.of("content_id", "title", "channel_id", "views", "sessions", "watch_ms", "viewer_experience_score"),
            """
            SELECT r.content_id, MIN(c.title), MIN(c.channel_id), CAST(SUM(views) AS BIGINT), CAST(SUM(sessions) AS BIGINT),
              CAST(SUM(view_watched_ms) AS BIGINT), SUM(score) * 1.0 / NULLIF(SUM(sessions), 0)
            FROM (SELECT * FROM "rollup" WHERE day BETWEEN :first AND :last AND :content) AS r
            LEFT JOIN contents AS c ON c.content_id = r.content_id
            GROUP BY r.content_id ORDER BY 4 DESC, 5 DESC, 1 LIMIT :limit
            """),
    PAGES(
            "Whose pages were seen most often: albums have no sessions, so this is what is known of them.",
            false,
            List.of("content_id", "title", "channel_id", "viewed"),
            """
            SELECT s.content_id, MIN(c.title), MIN(c.channel_id), CAST(SUM(viewed) AS BIGINT)
            FROM (SELECT * FROM showing WHERE day BETWEEN :first AND :last AND :content) AS s
            LEFT JOIN contents AS c ON c.content_id = s.content_id
            GROUP BY s.content_id HAVING SUM(viewed) > 0 ORDER BY 4 DESC, 1 LIMIT :limit
            """),
    SOURCES(
            "Where in the platform, or from which host, viewers came.",
            false,
            List.of("source", "referrer", "views", "sessions", "watch_ms"),
            """
            SELECT source, referrer, CAST(SUM(views) AS BIGINT), CAST(SUM(sessions) AS BIGINT), CAST(SUM(view_watched_ms) AS BIGINT)
            FROM "rollup" WHERE day BETWEEN :first AND :last AND :content
            GROUP BY source, referrer ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT :limit
            """),
    DEVICES(
            "What viewers watched with.",
            false,
            List.of("device", "os", "browser", "views", "sessions", "watch_ms"),
            """
            SELECT device, os, browser, CAST(SUM(views) AS BIGINT), CAST(SUM(sessions) AS BIGINT),
              CAST(SUM(view_watched_ms) AS BIGINT)
            FROM "rollup" WHERE day BETWEEN :first AND :last AND :content
            GROUP BY device, os, browser ORDER BY 4 DESC, 5 DESC, 1, 2, 3 LIMIT :limit
            """),
    AUDIENCE(
            "Followers gained and lost on each day; of a channel, or of all.",
            false,
            List.of("day", "gained", "lost", "net"),
            """
            SELECT day, CAST(SUM(gained) AS BIGINT), CAST(SUM(lost) AS BIGINT), CAST(SUM(gained) - SUM(lost) AS BIGINT)
            FROM following WHERE day BETWEEN :first AND :last AND :channel GROUP BY day ORDER BY day
            """),
    FEED(
            "How often each list showed something and how often that was clicked; a list of the feed is named as its ranker.",
            false,
            List.of("place", "shown", "clicked", "click_percentage"),
            """
            SELECT place, CAST(SUM(shown) AS BIGINT), CAST(SUM(clicked) AS BIGINT), SUM(clicked) * 1e2 / NULLIF(SUM(shown), 0)
            FROM showing WHERE day BETWEEN :first AND :last AND :content AND shown + clicked > 0
            GROUP BY place ORDER BY 2 DESC, 1 LIMIT :limit
            """),
    FEED_RANKS(
            "The same for each place in a list; from the 20th on they are one.",
            false,
            List.of("place", "rank", "shown", "clicked", "click_percentage"),
            """
            SELECT place, rank, CAST(SUM(shown) AS BIGINT), CAST(SUM(clicked) AS BIGINT),
              SUM(clicked) * 1e2 / NULLIF(SUM(shown), 0)
            FROM showing WHERE day BETWEEN :first AND :last AND :content AND shown + clicked > 0
            GROUP BY place, rank ORDER BY 1, 2 LIMIT :limit
            """),
    SEARCHES("What was searched for most.", true, List.of("term", "searches", "without_results"), """
            SELECT term, CAST(SUM(searches) AS BIGINT), CAST(SUM(empty) AS BIGINT)
            FROM searching WHERE day BETWEEN :first AND :last GROUP BY term ORDER BY 2 DESC, 1 LIMIT :limit
            """),
    SEARCHES_WITHOUT_RESULTS(
            "What was searched for and not found, the most often first.",
            true,
            List.of("term", "searches", "without_results"),
            """
            SELECT term, CAST(SUM(searches) AS BIGINT), CAST(SUM(empty) AS BIGINT)
            FROM searching WHERE day BETWEEN :first AND :last
            GROUP BY term HAVING SUM(empty) > 0 ORDER BY 3 DESC, 2 DESC, 1 LIMIT :limit
            """),
    NOTIFICATIONS(
            "How many notifications were sent by each medium, and how many of those were opened within a week, by whatever medium.",
            true,
            List.of("kind", "medium", "sent", "opened", "open_percentage"),
            """
            SELECT kind, medium, CAST(SUM(sent) AS BIGINT), CAST(SUM(opened) AS BIGINT), SUM(opened) * 1e2 / NULLIF(SUM(sent), 0)
            FROM telling WHERE day BETWEEN :first AND :last GROUP BY kind, medium ORDER BY 3 DESC, 1, 2 LIMIT :limit
            """),
    UPLOADS(
            "What became of the uploads that ended in those days, within two days: how many were accepted, playable, ready and"
                    + " failed, and how long that took from the last byte on (percentiles by nearest rank).",
            false,
            List.of(
                    "kind",
                    "completed",
                    "abandoned",
                    "bytes",
                    "accepted",
                    "playable",
                    "ready",
                    "failed",
                    "playable_p50_ms",
                    "playable_p90_ms",
                    "playable_p99_ms",
                    "ready_p50_ms",
                    "ready_p90_ms",
                    "ready_p99_ms"),
            """
            SELECT kind, CAST(SUM(CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END) AS BIGINT),
              CAST(SUM(CASE WHEN outcome = 'abandoned' THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(COALESCE(size_bytes, 0)) AS BIGINT),
              CAST(SUM(CASE WHEN accepted THEN 1 ELSE 0 END) AS BIGINT), COUNT(playable_ms), COUNT(ready_ms), COUNT(code),
              MIN(CASE WHEN playable_place >= 0.5 * playables THEN playable_ms END),
              MIN(CASE WHEN playable_place >= 0.9 * playables THEN playable_ms END),
              MIN(CASE WHEN playable_place >= 0.99 * playables THEN playable_ms END),
              MIN(CASE WHEN ready_place >= 0.5 * readies THEN ready_ms END),
              MIN(CASE WHEN ready_place >= 0.9 * readies THEN ready_ms END),
              MIN(CASE WHEN ready_place >= 0.99 * readies THEN ready_ms END)
            FROM (SELECT *, COUNT(playable_ms) OVER (PARTITION BY kind) AS playables,
                ROW_NUMBER() OVER (PARTITION BY kind ORDER BY playable_ms ASC NULLS LAST) AS playable_place,
                COUNT(ready_ms) OVER (PARTITION BY kind) AS readies,
                ROW_NUMBER() OVER (PARTITION BY kind ORDER BY ready_ms ASC NULLS LAST) AS ready_place
              FROM making WHERE day BETWEEN :first AND :last AND :content) AS ranked
            GROUP BY kind ORDER BY kind
            """),
    UPLOAD_FAILURES(
            "Why uploads came to nothing: abandoned ones by their cause, failed ones by the encoder's word.",
            false,
            List.of("kind", "outcome", "reason", "uploads"),
            """
            SELECT kind, CASE WHEN outcome = 'abandoned' THEN 'abandoned' ELSE 'failed' END, COALESCE(code, cause), COUNT(*)
            FROM making WHERE day BETWEEN :first AND :last AND :content AND (outcome = 'abandoned' OR code IS NOT NULL)
            GROUP BY kind, CASE WHEN outcome = 'abandoned' THEN 'abandoned' ELSE 'failed' END, COALESCE(code, cause)
            ORDER BY 4 DESC, 1, 2, 3 LIMIT :limit
            """),
    COST(
            "One row: what was spent, by the configured prices. What a content takes is that of its newest version and of what was"
                    + " uploaded for it, from the day that it came until the day that it was deleted; what was"
                    + " sent is by the CDN's own log.",
            false,
            costColumns(),
            cost("'all'", "")),
    COST_BY_CONTENT(
            "The same for each content, the dearest first.",
            false,
            costColumns(),
            cost("content_id", " ORDER BY 9 DESC, 1 LIMIT :limit"));

    private final String words;
    private final boolean forOperators;
    private final List<String> columns;
    private final String sql;

    ReportKind(String words, boolean forOperators, List<String> columns, String sql) {
        this.words = words;
        this.forOperators = forOperators;
        this.columns = columns;
        this.sql = sql;
    }

    static Optional<ReportKind> find(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }

    /** Whether it tells of what is nobody's own. */
    boolean isForOperators() {
        return forOperators;
    }

    /** By the order of its question's. */
    List<String> columns() {
        return columns;
    }

    String sql() {
        return sql;
    }

    private static List<String> costColumns() {
        return List.of(
                "content_id",
                "cpu_seconds",
                "made_bytes",
                "stored_byte_days",
                "sent_bytes",
                "cpu_cost",
                "stored_cost",
                "sent_cost",
                "cost",
                "views",
                "cost_per_view",
                "currency");
    }

    /** @param key what costs are gathered by */
    private static String cost(String key, String order) {
        return """
            , kept AS (
              SELECT content_id, part, day, stored_bytes,
                LEAD(day) OVER (PARTITION BY content_id, part ORDER BY day) AS next_day
              FROM cost WHERE NOT gone AND stored_bytes IS NOT NULL AND day <= :last AND :content
            ), ends AS (
              SELECT content_id, part, MIN(day) AS gone_on
              FROM cost WHERE gone AND day <= :last AND :content GROUP BY content_id, part
            ), held AS (
              SELECT kept.content_id, kept.stored_bytes, GREATEST(kept.day, :first) AS since,
                LEAST(COALESCE(kept.next_day, :next), COALESCE(one.gone_on, :next), COALESCE(whole.gone_on, :next)) AS until
              FROM kept LEFT JOIN ends AS one ON one.content_id = kept.content_id AND one.part = kept.part
                LEFT JOIN ends AS whole ON whole.content_id = kept.content_id AND whole.part = '*'
            ), spent AS (
              SELECT content_id, cpu_ms, made_bytes, 0.0 AS byte_days, 0 AS sent_bytes, 0 AS views
              FROM cost WHERE day BETWEEN :first AND :last AND :content
              UNION ALL
              SELECT content_id, 0, 0, stored_bytes * 1.0 * date_diff('day', since, until), 0, 0 FROM held WHERE until > since
              UNION ALL
              SELECT content_id, 0, 0, 0.0, bytes, 0 FROM sending WHERE day BETWEEN :first AND :last AND :content
              UNION ALL
              SELECT content_id, 0, 0, 0.0, 0, CAST(views AS BIGINT)
              FROM "rollup" WHERE day BETWEEN :first AND :last AND :content
            ), summed AS (
              SELECT %s AS key, CAST(COALESCE(SUM(cpu_ms), 0) AS DOUBLE) / 1000 AS cpu_s,
                CAST(COALESCE(SUM(made_bytes), 0) AS BIGINT) AS made_bytes,
                CAST(COALESCE(SUM(byte_days), 0) AS DOUBLE) AS byte_days,
                CAST(COALESCE(SUM(sent_bytes), 0) AS BIGINT) AS sent_bytes, CAST(COALESCE(SUM(views), 0) AS BIGINT) AS views
              FROM spent%s
            ), priced AS (
              SELECT *, cpu_s / 3600 * :cpu_hour AS cpu_cost, byte_days / 1e9 / 30 * :stored_gb_month AS stored_cost,
                sent_bytes / 1e9 * :sent_gb AS sent_cost
              FROM summed
            )
            SELECT key, cpu_s, made_bytes, byte_days, sent_bytes, cpu_cost, stored_cost, sent_cost,
              cpu_cost + stored_cost + sent_cost, views, (cpu_cost + stored_cost + sent_cost) / NULLIF(views, 0), :currency
            FROM priced%s
            """.formatted(key, key.startsWith("'") ? "" : " GROUP BY " + key, order);
    }
}
