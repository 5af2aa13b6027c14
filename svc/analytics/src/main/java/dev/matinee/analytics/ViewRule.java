package dev.matinee.analytics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What is a view. The rule is published with its version; another rule is another version, and what was counted by an old one is
 * counted again by the new one from the same reports, so a number always has one rule.
 *
 * <p>It is one question over the distinct reports, so the order in which they came, those that came twice, and how often it is
 * asked change nothing.
 */
final class ViewRule {
    static final int VERSION = 1;

    static final int LEAST_WATCHED_MS = 30_000;
    static final int APART_MINUTES = 30;
    static final int EXPIRY_HOURS = 48;
    private static final int LONGEST_HOURS = 24;
    /** For so long an id that was a session's once is no other session's. */
    static final int REUSED_DAYS = 8;

    /** What becomes of a playback session: {@code counted}, or why it was dropped, the first reason that applies. */
    static final String COUNTED = "counted";

    static final List<String> DROPPED = List.of("expired", "bot", "own", "too_short", "repeat");

    static final List<String> WORDS = List.of(
            "expired: all of its reports came more than " + EXPIRY_HOURS
                    + " hours after what they tell; later reports of other" + " sessions are left out of account too",
            "bot: a program by its own word",
            "own: the viewer is the owner of the video",
            "too_short: watched for less than 30 seconds, or less than half of a video that is shorter than a minute; what its reports say"
                    + " together is believed up to twice the time between the first and the last of them, and the longest one more",
            "repeat: began less than " + APART_MINUTES
                    + " minutes after another session of the same viewer with the same video that nothing else speaks against",
            "counted: everything else. A session belongs to the day (UTC) on which it began, and lasts a day at most: what its id says later"
                    + " than that is left out, and is a session of its own only after a week");

    private ViewRule() {}

    /**
     * The playback sessions that began in a span of days, each with its {@code verdict}. Asked of the relations {@code playback}
     * and {@code video}; its question marks are for {@link #values}.
     *
     * @param only a condition on {@code playback} that takes sessions whole, such as one on {@code content_id}
     */
    static String sessions(String only) {
        return """
            WITH begun AS (
              SELECT session_id, MIN(happened_at) AS begun_at FROM playback
              WHERE day BETWEEN ? AND ? AND (%4$s)
                AND session_id IN (SELECT session_id FROM playback WHERE day BETWEEN ? AND ? AND (%4$s))
              GROUP BY session_id
            ), distinct_reports AS (
              SELECT numbered.*, begun_at, received_at - happened_at > INTERVAL '%2$d' HOUR AS expired FROM (
                SELECT *, ROW_NUMBER() OVER (
                    PARTITION BY event_id ORDER BY received_at, session_id, kind, position_ms, happened_at) AS copy
                FROM playback WHERE day BETWEEN ? AND ? AND (%4$s)) AS numbered
              JOIN begun ON begun.session_id = numbered.session_id
              WHERE copy = 1 AND CAST(begun_at AS DATE) >= ? AND happened_at < begun_at + INTERVAL '%5$d' HOUR
            ), summed AS (
              SELECT session_id, MIN(content_id) AS content_id, MIN(viewer) AS viewer,
                MIN(begun_at) AS began_at, MAX(happened_at) AS last_at,
                BOOL_AND(expired) AS expired, BOOL_OR(bot) AS bot,
                COALESCE(LEAST(SUM(CASE WHEN expired THEN 0 ELSE COALESCE(watched_ms, 0) END),
                  2 * date_diff('millisecond', MIN(CASE WHEN NOT expired THEN happened_at END),
                      MAX(CASE WHEN NOT expired THEN happened_at END))
                    + MAX(CASE WHEN expired THEN 0 ELSE COALESCE(watched_ms, 0) END)), 0) AS watched_ms,
                MIN(CASE WHEN NOT expired THEN startup_ms END) AS startup_ms,
                SUM(CASE WHEN expired THEN 0 ELSE COALESCE(stalled_ms, 0) END) AS stalled_ms,
                SUM(CASE WHEN kind = 'stalled' AND NOT expired THEN 1 ELSE 0 END) AS stalls,
                BOOL_OR(kind IN ('playing', 'progressed', 'stalled', 'ended')) AS played,
                BOOL_OR(kind = 'failed') AS failed,
                MAX(CASE WHEN rung > 0 AND player_height > rung THEN player_height * 1.0 / rung - 1.0 END) AS upscale,
                MAX(rung) AS rung, MIN(source) AS source, MIN(referrer) AS referrer, MIN(device) AS device, MIN(os) AS os,
                MIN(browser) AS browser, MIN(country) AS country
              FROM distinct_reports GROUP BY session_id
            ), film AS (
              SELECT content_id, MAX_BY(channel_id, revision) AS channel_id, MAX_BY(owner, revision) AS owner,
                MAX_BY(duration_ms, revision) AS duration_ms
              FROM video GROUP BY content_id
            ), judged AS (
              SELECT summed.*, film.channel_id, film.duration_ms,
                CASE WHEN expired THEN 'expired' WHEN bot THEN 'bot' WHEN viewer = owner THEN 'own'
                  WHEN watched_ms < LEAST(%1$d, COALESCE(duration_ms, 2 * %1$d) / 2) THEN 'too_short' END AS dropped
              FROM summed LEFT JOIN film ON film.content_id = summed.content_id
            ), compared AS (
              SELECT *, CASE WHEN dropped IS NULL THEN LAG(began_at) OVER (
                  PARTITION BY viewer, content_id, dropped IS NULL ORDER BY began_at, session_id) END AS before_at
              FROM judged
            )
            SELECT *, CASE WHEN dropped IS NOT NULL THEN dropped
                WHEN before_at IS NOT NULL AND began_at < before_at + INTERVAL '%3$d' MINUTE THEN 'repeat'
                ELSE 'counted' END AS verdict
            FROM compared WHERE CAST(began_at AS DATE) BETWEEN ? AND ?
            """.formatted(LEAST_WATCHED_MS, EXPIRY_HOURS, APART_MINUTES, only, LONGEST_HOURS);
    }

    /**
     * What the question marks stand for.
     *
     * @param only those of the condition
     */
    static List<Object> values(LocalDate first, LocalDate last, Object... only) {
        List<Object> values = new ArrayList<>();
        LocalDate[] spans = {
            first.minusDays(REUSED_DAYS),
            last.plusDays(1),
            first.minusDays(1),
            last.plusDays(1),
            first.minusDays(1),
            last.plusDays(1)
        };
        for (int i = 0; i < spans.length; i += 2) {
            values.addAll(List.of(spans[i], spans[i + 1]));
            values.addAll(List.of(only));
        }
        values.addAll(List.of(first.minusDays(1), first, last));
        return values;
    }
}
