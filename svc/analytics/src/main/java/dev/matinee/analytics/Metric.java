package dev.matinee.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
            "SUM(score) * 1.0 / NULLIF(SUM(sessions), 0)");

    private final String words;
    private final String sql;

    Metric(String words, String sql) {
        this.words = words;
        this.sql = sql;
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

    /** An expression over rows of {@code rollup}; nothing where there was nothing to divide by. */
    String sql() {
        return sql;
    }
}
