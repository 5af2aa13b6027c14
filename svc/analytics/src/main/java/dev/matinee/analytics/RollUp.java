package dev.matinee.analytics;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What reports read beside {@code rollup}: for each day one file, made whole of some days of tables whenever these are newer, so
 * order, repetition and replay change nothing. An event counts by its id, once; a page's report that came twice with times on both
 * sides of midnight is of the day that it came with first.
 */
enum RollUp {
    /**
     * How many sessions began and ended to play at each second of a film; a session plays a second once, however often it goes back.
     * The sum of {@code began - ended} up to a second is how many played it. {@code sessions} counts each at its first second.
     */
    RETENTION(List.of(new Source(RollUps.SESSION, 0, 0), new Source(WarehouseTable.PLAYBACK.folder(), 0, 1)), """
            WITH pieces AS (
              SELECT s.session_id, s.content_id, CAST(FLOOR(p.from_ms / 1000.0) AS BIGINT) AS from_s,
                CAST(CEIL(p.to_ms / 1000.0) AS BIGINT) AS to_s
              FROM session AS s JOIN playback AS p ON p.session_id = s.session_id AND p.content_id = s.content_id
              WHERE s.day = :day AND s.verdict NOT IN ('bot', 'expired') AND p.day BETWEEN :day AND :day+1
                AND p.to_ms > p.from_ms AND p.happened_at < s.began_at + INTERVAL '24' HOUR
                AND p.received_at - p.happened_at <= INTERVAL '48' HOUR
            ), marked AS (
              SELECT *, CASE WHEN from_s <= MAX(to_s) OVER (PARTITION BY session_id ORDER BY from_s, to_s
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS fresh
              FROM pieces
            ), numbered AS (
              SELECT *, SUM(fresh) OVER (PARTITION BY session_id ORDER BY from_s, to_s
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS stretch
              FROM marked
            ), stretches AS (
              SELECT content_id, MIN(from_s) AS from_s, MAX(to_s) AS to_s,
                CASE WHEN stretch = 1 THEN 1 ELSE 0 END AS sessions
              FROM numbered GROUP BY content_id, session_id, stretch
            )
            SELECT content_id, at_s, CAST(SUM(began) AS BIGINT) AS began, CAST(SUM(ended) AS BIGINT) AS ended,
              CAST(SUM(sessions) AS BIGINT) AS sessions
            FROM (SELECT content_id, from_s AS at_s, 1 AS began, 0 AS ended, sessions FROM stretches
              UNION ALL SELECT content_id, to_s, 0, 1, 0 FROM stretches) AS ends
            GROUP BY content_id, at_s ORDER BY content_id, at_s
            """),
    /** Who had views of what: a member is one for ever, a visitor for the day. */
    VIEWER(List.of(new Source(RollUps.SESSION, 0, 0)), """
            SELECT content_id, viewer, COUNT(*) AS views, CAST(SUM(watched_ms) AS BIGINT) AS watched_ms
            FROM session WHERE day = :day AND verdict = 'counted' GROUP BY content_id, viewer ORDER BY content_id
            """),
    /** Followers that channels gained and lost. */
    FOLLOWING(List.of(new Source(WarehouseTable.FOLLOW.folder(), 0, 0)), """
            SELECT channel_id, CAST(SUM(CASE WHEN following THEN 1 ELSE 0 END) AS BIGINT) AS gained,
              CAST(SUM(CASE WHEN following THEN 0 ELSE 1 END) AS BIGINT) AS lost
            FROM (SELECT DISTINCT event_id, channel_id, following FROM follow WHERE day = :day) AS said
            GROUP BY channel_id ORDER BY channel_id
            """),
    /** Likes and comments of contents, with those taken back. */
    ENGAGEMENT(
            List.of(
                    new Source(WarehouseTable.LIKING.folder(), 0, 0),
                    new Source(WarehouseTable.COMMENT.folder(), 0, 0)),
            """
            SELECT content_id, CAST(SUM(likes) AS BIGINT) AS likes, CAST(SUM(unlikes) AS BIGINT) AS unlikes,
              CAST(SUM(comments) AS BIGINT) AS comments, CAST(SUM(uncomments) AS BIGINT) AS uncomments
            FROM (
              SELECT DISTINCT event_id, content_id, CASE WHEN liked THEN 1 ELSE 0 END AS likes,
                CASE WHEN liked THEN 0 ELSE 1 END AS unlikes, 0 AS comments, 0 AS uncomments
              FROM liking WHERE day = :day
              UNION ALL
              SELECT DISTINCT event_id, content_id, 0, 0, CASE WHEN change = 'created' THEN 1 ELSE 0 END,
                CASE WHEN change = 'deleted' THEN 1 ELSE 0 END
              FROM comment WHERE day = :day) AS said
            GROUP BY content_id ORDER BY content_id
            """),
    /** What was searched for, and how often nothing was found. */
    SEARCHING(List.of(new Source(WarehouseTable.PAGE.folder(), 1, 1)), pages("""
            SELECT term, COUNT(*) AS searches, CAST(SUM(CASE WHEN results = 0 THEN 1 ELSE 0 END) AS BIGINT) AS empty
            FROM pages WHERE kind = 'searched' AND term IS NOT NULL GROUP BY term ORDER BY term
            """)),
    /** What lists showed and what was clicked there, and whose page was seen; ranks beyond the 20th are one. */
    SHOWING(List.of(new Source(WarehouseTable.PAGE.folder(), 1, 1)), pages("""
            SELECT content_id, COALESCE(place, page) AS place, LEAST(rank, 20) AS rank,
              CAST(SUM(CASE WHEN kind = 'shown' THEN 1 ELSE 0 END) AS BIGINT) AS shown,
              CAST(SUM(CASE WHEN kind = 'clicked' THEN 1 ELSE 0 END) AS BIGINT) AS clicked,
              CAST(SUM(CASE WHEN kind = 'viewed' THEN 1 ELSE 0 END) AS BIGINT) AS viewed
            FROM pages WHERE kind IN ('shown', 'clicked', 'viewed') AND content_id IS NOT NULL
            GROUP BY content_id, COALESCE(place, page), LEAST(rank, 20) ORDER BY content_id
            """)),
    /** Notifications sent on the day by each medium, and how many of them were opened within a week, by whatever medium. */
    TELLING(
            List.of(
                    new Source(WarehouseTable.NOTIFICATION.folder(), 0, 0),
                    new Source(WarehouseTable.PAGE.folder(), 0, 7)),
            """
            WITH sent AS (
              SELECT DISTINCT notification_id, kind, medium FROM notification WHERE day = :day
            ), opened AS (
              SELECT DISTINCT notification_id FROM page
              WHERE day BETWEEN :day AND :day+7 AND kind = 'opened' AND NOT bot AND notification_id IS NOT NULL
            )
            SELECT kind, medium, COUNT(*) AS sent, COUNT(opened.notification_id) AS opened
            FROM sent LEFT JOIN opened ON opened.notification_id = sent.notification_id
            GROUP BY kind, medium ORDER BY kind, medium
            """),
    /** Each upload of the day and what became of it within two days. */
    MAKING(
            List.of(
                    new Source(WarehouseTable.UPLOAD.folder(), 0, 0),
                    new Source(WarehouseTable.SUBMISSION.folder(), 0, 2),
                    new Source(WarehouseTable.ENCODE.folder(), 0, 2)),
            """
            WITH sent AS (
              SELECT upload_id, MIN(outcome) AS outcome, MIN(cause) AS cause, MIN(content_id) AS content_id,
                MIN(happened_at) AS sent_at, MAX(size_bytes) AS size_bytes
              FROM upload WHERE day = :day GROUP BY upload_id
            ), accepted AS (
              SELECT submission_id, MIN(content_id) AS content_id, MIN(photo_id) AS photo_id
              FROM submission WHERE day BETWEEN :day AND :day+2 GROUP BY submission_id
            ), made AS (
              SELECT submission_id, MIN(CASE WHEN outcome IN ('playable', 'ready') THEN happened_at END) AS playable_at,
                MIN(CASE WHEN outcome = 'ready' THEN happened_at END) AS ready_at,
                MIN(CASE WHEN outcome = 'failed' THEN code END) AS code
              FROM encode WHERE day BETWEEN :day AND :day+2 GROUP BY submission_id
            )
            SELECT COALESCE(accepted.content_id, sent.content_id) AS content_id,
              CASE WHEN photo_id IS NULL THEN 'video' ELSE 'photo' END AS kind, outcome, cause, size_bytes,
              accepted.submission_id IS NOT NULL AS accepted,
              date_diff('millisecond', sent_at, playable_at) AS playable_ms,
              date_diff('millisecond', sent_at, ready_at) AS ready_ms, CASE WHEN ready_at IS NULL THEN code END AS code
            FROM sent LEFT JOIN accepted ON accepted.submission_id = sent.upload_id
              LEFT JOIN made ON made.submission_id = sent.upload_id
            ORDER BY content_id
            """),
    /**
     * What contents cost: {@code part} is a photo, {@code film} or {@code source …}, an upload; {@code stored_bytes} is what it takes from
     * that day on, nothing when it is {@code gone}, and part {@code *} gone means all of them.
     */
    COST(
            List.of(
                    new Source(WarehouseTable.ENCODE.folder(), 0, 0),
                    new Source(WarehouseTable.SUBMISSION.folder(), 0, 0),
                    new Source(WarehouseTable.GONE.folder(), 0, 0)),
            """
            WITH encodes AS (
              SELECT event_id, MIN(content_id) AS content_id, COALESCE(MIN(photo_id), 'film') AS part, MIN(outcome) AS outcome,
                MIN(happened_at) AS happened_at, MAX(cpu_ms) AS cpu_ms, MAX(size_bytes) AS size_bytes
              FROM encode WHERE day = :day GROUP BY event_id
            )
            SELECT content_id, part, CAST(SUM(COALESCE(cpu_ms, 0)) AS BIGINT) AS cpu_ms,
              CAST(SUM(COALESCE(size_bytes, 0)) AS BIGINT) AS made_bytes,
              MAX_BY(size_bytes, CASE WHEN size_bytes IS NOT NULL THEN happened_at END) AS stored_bytes, FALSE AS gone
            FROM encodes GROUP BY content_id, part
            UNION ALL
            SELECT content_id, 'source ' || submission_id AS part, CAST(0 AS BIGINT), CAST(0 AS BIGINT), MAX(size_bytes), FALSE
            FROM submission WHERE day = :day GROUP BY content_id, submission_id
            UNION ALL
            SELECT DISTINCT content_id, COALESCE(photo_id, '*'), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), TRUE
            FROM gone WHERE day = :day
            UNION ALL
            SELECT DISTINCT content_id, 'source ' || submission_id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), TRUE
            FROM gone WHERE day = :day AND submission_id IS NOT NULL
            """),
    /**
     * What the CDN sent, by content and short side of the rendition. {@code cached} are answers for which its cache was asked and
     * {@code hits} those that it had, also when it asked whether they still held; {@code told} are requests for segments by players
     * that tell how they do and {@code starved} those of them before which nothing was left to play.
     */
    SENDING(List.of(new Source(WarehouseTable.DELIVERY.folder(), 0, 0)), """
            SELECT content_id, rung, COUNT(*) AS requests, CAST(SUM(bytes) AS BIGINT) AS bytes,
              CAST(SUM(CASE WHEN cache <> 'bypass' THEN 1 ELSE 0 END) AS BIGINT) AS cached,
              CAST(SUM(CASE WHEN cache IN ('hit', 'stale', 'updating', 'revalidated') THEN 1 ELSE 0 END) AS BIGINT) AS hits,
              CAST(SUM(CASE WHEN kind = 'segment' AND told THEN 1 ELSE 0 END) AS BIGINT) AS told,
              CAST(SUM(CASE WHEN kind = 'segment' AND starved THEN 1 ELSE 0 END) AS BIGINT) AS starved
            FROM (SELECT DISTINCT event_id, content_id, rung, kind, bytes, cache, told, starved
              FROM delivery WHERE day = :day) AS lines
            GROUP BY content_id, rung ORDER BY content_id, rung
            """);

    private static final Pattern DAY = Pattern.compile(":day(\\+[0-9]|-[0-9])?");

    private final List<Source> sources;
    private final String sql;

    RollUp(List<Source> sources, String sql) {
        this.sources = sources;
        this.sql = sql;
    }

    /**
     * What a day is made of.
     *
     * @param folder of a table
     * @param before how many days before it are read
     * @param after how many behind it
     */
    record Source(String folder, int before, int after) {
        boolean isOfTheDay() {
            return before == 0 && after == 0;
        }

        LocalDate first(LocalDate day) {
            return day.minusDays(before);
        }

        LocalDate last(LocalDate day) {
            return day.plusDays(after);
        }
    }

    List<Source> sources() {
        return sources;
    }

    /** Its folder, and its name in SQL. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The question for what it says of a day, whole in itself. */
    String sql(LocalDate day) {
        return DAY.matcher(sql).replaceAll(found -> {
            String shift = found.group(1);
            return "DATE '" + day.plusDays(shift == null ? 0 : Integer.parseInt(shift)) + "'";
        });
    }

    /** Of the distinct reports of pages that were of a day, and no program's. */
    private static String pages(String sql) {
        return """
            WITH pages AS (
              SELECT * FROM (
                SELECT *, ROW_NUMBER() OVER (
                    PARTITION BY event_id ORDER BY received_at, happened_at, viewer, kind, content_id) AS copy
                FROM page WHERE day BETWEEN :day-1 AND :day+1) AS numbered
              WHERE copy = 1 AND NOT bot AND CAST(happened_at AS DATE) = :day
            )
            """ + sql;
    }
}
