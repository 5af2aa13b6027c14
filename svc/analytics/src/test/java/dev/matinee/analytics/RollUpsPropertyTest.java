package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What roll-ups say is what the sessions say, for every metric and however it is broken down. */
class RollUpsPropertyTest {
    private static final Engine ENGINE = engine();

    record Session(
            String video,
            String viewer,
            String verdict,
            int watchedMs,
            @Nullable Integer startupMs,
            int stalledMs,
            End end,
            @Nullable Double upscale) {
        /** How far it came. */
        enum End {
            PLAYED,
            LEFT_AT_THE_START,
            FAILED_AT_THE_START,
            FAILED_LATER
        }

        boolean played() {
            return end == End.PLAYED || end == End.FAILED_LATER;
        }

        boolean failed() {
            return end == End.FAILED_AT_THE_START || end == End.FAILED_LATER;
        }

        boolean counts() {
            return !verdict.equals("bot") && !verdict.equals("expired");
        }

        boolean isView() {
            return verdict.equals("counted");
        }

        double score() {
            if (failed() || !played()) {
                return 0;
            }
            double startup = startupMs == null ? 400 : Math.max(400, startupMs);
            double stalled = stalledMs + watchedMs == 0 ? 0 : (double) stalledMs / (stalledMs + watchedMs);
            return Math.max(0, 40 - 40 * (startup - 400) / 7_600)
                    + Math.max(0, 40 - 400 * stalled)
                    + Math.max(0, 20 - 20 * (upscale == null ? 0 : upscale));
        }
    }

    @Property(tries = 60)
    void metrics_byVideo_areThoseOfTheSessions(@ForAll("sessions") List<Session> sessions) {
        Map<String, List<Session>> byVideo =
                sessions.stream().filter(Session::counts).collect(Collectors.groupingBy(Session::video));
        for (Metric metric : Metric.values()) {
            if (metric.told() != Metric.Told.BY_PLAYERS) {
                continue;
            }
            Map<String, Double> expected = new TreeMap<>();
            byVideo.forEach((video, those) -> expected.put(video, expected(metric, those)));
            Map<String, Double> asked = ask(sessions, metric);
            assertThat(asked.keySet()).as(metric.wireName()).isEqualTo(expected.keySet());
            expected.forEach((video, value) -> assertThat(Objects.requireNonNull(asked.get(video)))
                    .as(metric.wireName())
                    .isCloseTo(value, within(1e-6)));
        }
    }

    /** As the words tell it; -1 where there is nothing to divide by. */
    private static double expected(Metric metric, List<Session> sessions) {
        double stalled = sum(sessions, Session::stalledMs);
        double startups = sum(sessions, it -> it.startupMs() == null ? 0 : 1);
        return switch (metric) {
            case VIEWS -> sum(sessions, it -> it.isView() ? 1 : 0);
            case SESSIONS -> sessions.size();
            case WATCH_TIME -> sum(sessions, it -> it.isView() ? it.watchedMs() : 0);
            case VIDEO_STARTUP_TIME ->
                ratio(sum(sessions, it -> it.startupMs() == null ? 0 : it.startupMs()), startups);
            case REBUFFER_PERCENTAGE -> ratio(100 * stalled, stalled + sum(sessions, Session::watchedMs));
            case REBUFFER_COUNT -> ratio(sum(sessions, it -> it.stalledMs() > 0 ? 1 : 0), sessions.size());
            case PLAYBACK_FAILURE_PERCENTAGE -> ratio(100 * sum(sessions, it -> it.failed() ? 1 : 0), sessions.size());
            case EXITS_BEFORE_VIDEO_START ->
                ratio(100 * sum(sessions, it -> !it.played() && !it.failed() ? 1 : 0), sessions.size());
            case MAX_UPSCALE_PERCENTAGE ->
                ratio(
                        100 * sum(sessions, it -> it.upscale() == null ? 0 : it.upscale()),
                        sum(sessions, it -> it.upscale() == null ? 0 : 1));
            case VIEWER_EXPERIENCE_SCORE -> ratio(sum(sessions, Session::score), sessions.size());
            case BYTES_SENT, CACHE_HIT_PERCENTAGE, BUFFER_STARVATION ->
                throw new IllegalArgumentException(metric.wireName());
        };
    }

    private static double sum(List<Session> sessions, ToDoubleFunction<Session> what) {
        return sessions.stream().mapToDouble(what).sum();
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? -1 : part / whole;
    }

    @Provide
    Arbitrary<List<Session>> sessions() {
        Arbitrary<Session> session = Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of("m1", "m2", "v1"),
                        Arbitraries.of("counted", "counted", "too_short", "repeat", "own", "bot", "expired"),
                        Arbitraries.integers().between(0, 600_000),
                        Arbitraries.integers().between(0, 12_000).injectNull(0.3),
                        Arbitraries.of(0, 0, 900, 30_000),
                        Arbitraries.of(Session.End.class),
                        Arbitraries.of(0.0, 0.25, 1.0, 3.0).injectNull(0.3))
                .as(Session::new);
        return session.list().ofMaxSize(20);
    }

    private static Map<String, Double> ask(List<Session> sessions, Metric metric) {
        Map<String, Double> answer = new TreeMap<>();
        try (Engine.Session session = ENGINE.open()) {
            session.run("DELETE FROM judged");
            for (Session it : sessions) {
                session.run(
                        "INSERT INTO judged (content_id, viewer, verdict, watched_ms, startup_ms, stalled_ms, stalls, played,"
                                + " failed, upscale) VALUES ('" + it.video() + "', '" + it.viewer() + "', '"
                                + it.verdict()
                                + "', "
                                + it.watchedMs() + ", " + it.startupMs() + ", " + it.stalledMs() + ", "
                                + (it.stalledMs() > 0 ? 1 : 0) + ", " + it.played() + ", " + it.failed() + ", "
                                + it.upscale() + ")");
            }
            session.ask(
                            "SELECT content_id, COALESCE(" + metric.sql() + ", -1) FROM (" + RollUps.sums("judged")
                                    + ") AS rollup GROUP BY content_id",
                            row -> Map.entry(row.getString(1), row.getDouble(2)))
                    .forEach(entry -> answer.put(entry.getKey(), entry.getValue()));
        }
        return answer;
    }

    private static Engine engine() {
        Engine engine = Facts.emptyEngine();
        try (Engine.Session session = engine.open()) {
            session.run("CREATE TABLE judged (content_id VARCHAR, channel_id VARCHAR, viewer VARCHAR, verdict VARCHAR,"
                    + " watched_ms BIGINT, startup_ms BIGINT, stalled_ms BIGINT, stalls BIGINT, played BOOLEAN,"
                    + " failed BOOLEAN, upscale DOUBLE, rung INTEGER, source VARCHAR, referrer VARCHAR, device VARCHAR,"
                    + " os VARCHAR, browser VARCHAR, country VARCHAR)");
        }
        return engine;
    }
}
