package dev.matinee.analytics;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What can be asked for, each as one expression over roll-ups, so that any sum of them gives the same as the sessions would. Those of
 * quality have the names that Mux Data gave them, and leave bots and expired sessions out.
 */
enum Metric {
    VIEWS("views, by the published rule", "SUM(views)"),
    SESSIONS("playback sessions that are no bot's and not expired", "SUM(sessions)"),
    WATCH_TIME("milliseconds watched in sessions that are views", "SUM(view_watched_ms)"),
    VIDEO_STARTUP_TIME(
            "milliseconds from the wish to the first picture, the mean of sessions that had one",
            "SUM(startup_ms) * 1.0 / NULLIF(SUM(startups), 0)"),
    REBUFFER_PERCENTAGE(
            "of the time watched or stalled, how much was stalled, in percent",
            "SUM(stalled_ms) * 100.0 / NULLIF(SUM(stalled_ms) + SUM(watched_ms), 0)"),
    REBUFFER_COUNT("stalls a session", "SUM(stalls) * 1.0 / NULLIF(SUM(sessions), 0)"),
    PLAYBACK_FAILURE_PERCENTAGE("sessions that failed, in percent", "SUM(failures) * 100.0 / NULLIF(SUM(sessions), 0)"),
    EXITS_BEFORE_VIDEO_START(
            "sessions that ended before the first picture and did not fail, in percent",
            "SUM(exits) * 100.0 / NULLIF(SUM(sessions), 0)"),
    MAX_UPSCALE_PERCENTAGE(
            "how much larger the player was than the picture at its worst, in percent, the mean of sessions that know",
            "SUM(upscale) * 100.0 / NULLIF(SUM(upscales), 0)"),
    VIEWER_EXPERIENCE_SCORE(
            "from 0 to 100, the mean of the sessions' scores: " + RollUps.SCORE_WORDS,
            "SUM(score) * 1.0 / NULLIF(SUM(sessions), 0)"),
    BYTES_SENT("bytes that the CDN sent", "SUM(bytes)", Told.BY_THE_CDN),
    CACHE_HIT_PERCENTAGE(
            "of the CDN's answers for which its cache was asked, those that it had, in percent",
            "SUM(hits) * 100.0 / NULLIF(SUM(cached), 0)",
            Told.BY_THE_CDN),
    BUFFER_STARVATION(
            "of the requests for segments with which players told the CDN how they do (CMCD), those before which they had nothing"
                    + " left to play, in percent",
            "SUM(starved) * 100.0 / NULLIF(SUM(told), 0)",
            Told.BY_THE_CDN);

    private final String words;
    private final String sql;
    private final Told told;

    /** Whose word a metric is made of: a relation, what is counted in it, and what it can be broken down and filtered by. */
    enum Told {
        BY_PLAYERS("\"rollup\"", "sessions", EnumSet.allOf(Dimension.class)),
        BY_THE_CDN("""
                (SELECT sending.*, content.channel_id FROM sending LEFT JOIN (
                  SELECT content_id, MAX_BY(channel_id, revision) AS channel_id FROM (
                    SELECT content_id, channel_id, revision FROM video
                    UNION ALL SELECT content_id, channel_id, revision FROM album) AS said GROUP BY content_id) AS content
                ON content.content_id = sending.content_id) AS sent""", "requests", EnumSet.of(Dimension.VIDEO, Dimension.CHANNEL, Dimension.RUNG));

        private final String relation;
        private final String counted;
        private final Set<Dimension> dimensions;

        Told(String relation, String counted, Set<Dimension> dimensions) {
            this.relation = relation;
            this.counted = counted;
            this.dimensions = dimensions;
        }

        String relation() {
            return relation;
        }

        String counted() {
            return counted;
        }

        Set<Dimension> dimensions() {
            return dimensions;
        }
    }

    Metric(String words, String sql) {
        this(words, sql, Told.BY_PLAYERS);
    }

    Metric(String words, String sql, Told told) {
        this.words = words;
        this.sql = sql;
        this.told = told;
    }

    Told told() {
        return told;
    }

    static Optional<Metric> find(String name) {
        return Arrays.stream(values())
                .filter(metric -> metric.wireName().equals(name))
                .findFirst();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String words() {
        return words;
    }

    /** An expression over rows of what it is {@link #told() told} by; nothing where there was nothing to divide by. */
    String sql() {
        return sql;
    }
}
