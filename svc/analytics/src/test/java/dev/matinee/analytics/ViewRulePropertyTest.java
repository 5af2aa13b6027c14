package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The rule in SQL says what the rule in words says, whatever the order of the reports and however often they come. */
class ViewRulePropertyTest {
    private static final Instant FIRST = Instant.parse("2026-05-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-05-01");
    private static final LocalDate LAST = DAY.plusDays(6);
    private static final Map<String, Long> LENGTHS = Map.of("short", 20_000L, "long", 600_000L);
    private static final String OWNER = "m-owner";

    private static final Facts FACTS = facts();

    /** @param late how long after it happened it was received */
    record Said(int afterSeconds, long watchedMs, Duration late, boolean bot) {}

    record Session(String id, String viewer, String video, int beginsMinute, List<Said> said) {
        Instant begins() {
            return FIRST.plus(Duration.ofMinutes(beginsMinute)).plusSeconds(first());
        }

        /** What is said a day after it began is no more of it. */
        List<Said> saidInADay() {
            return said.stream()
                    .filter(each -> each.afterSeconds() < first() + 86_400)
                    .toList();
        }

        private int first() {
            return said.stream().mapToInt(Said::afterSeconds).min().orElseThrow();
        }
    }

    @Property(tries = 100)
    void verdicts_areThoseOfTheWords_inAnyOrderAndWithRepetitions(
            @ForAll("histories") List<Session> sessions, @ForAll long seed) {
        Map<String, String> expected = judge(sessions);
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        sessions.forEach(session -> session.said().forEach(said -> {
            String row = row(session, said);
            rows.addAll(Collections.nCopies(1 + random.nextInt(2), row));
        }));
        Collections.shuffle(rows, random);

        assertThat(ask(rows, DAY, LAST)).isEqualTo(expected);
        // A session that goes on for days is one, on whatever day it is asked for.
        Map<String, String> byDay = new TreeMap<>();
        DAY.datesUntil(LAST.plusDays(1))
                .forEach(day -> ask(rows, day, day)
                        .forEach((id, verdict) -> assertThat(byDay.put(id, verdict))
                                .as("counted twice")
                                .isNull()));
        assertThat(byDay).isEqualTo(expected);
    }

    @Example
    void watchTime_ofManyReportsOfOneMoment_isThatOfOne() {
        Session session = new Session(
                UUID.randomUUID().toString(),
                "v-b",
                LENGTHS.keySet().iterator().next(),
                0,
                Collections.nCopies(100, new Said(0, 600_000, Duration.ZERO, false)));
        List<String> rows =
                session.said().stream().map(said -> row(session, said)).toList();

        assertThat(ask(rows, DAY, DAY, row -> row.getLong("watched_ms")))
                .containsExactly(Map.entry(session.id(), 600_000L));
    }

    /** With the films in it. */
    private static Facts facts() {
        Facts facts = new Facts();
        for (String video : LENGTHS.keySet()) {
            facts.run("INSERT INTO video (content_id, channel_id, owner, duration_ms, revision) VALUES ('" + video
                    + "', 'c', 'm-someone', NULL, 1), ('" + video + "', 'c', '" + OWNER + "', " + length(video)
                    + ", 2)");
        }
        return facts;
    }

    /** The rule, told as its words tell it. */
    private static Map<String, String> judge(List<Session> sessions) {
        Map<String, String> verdicts = new TreeMap<>();
        Map<String, Instant> last = new HashMap<>();
        List<Session> ordered = new ArrayList<>(sessions);
        ordered.sort(Comparator.comparing(Session::begins).thenComparing(Session::id));
        for (Session session : ordered) {
            List<Said> inTime = session.saidInADay().stream()
                    .filter(said -> said.late().compareTo(Duration.ofDays(2)) <= 0)
                    .toList();
            long watched = watched(inTime);
            long enough = Math.min(30_000, length(session.video()) / 2);
            if (inTime.isEmpty()) {
                verdicts.put(session.id(), "expired");
            } else if (session.saidInADay().stream().anyMatch(Said::bot)) {
                verdicts.put(session.id(), "bot");
            } else if (session.viewer().equals(OWNER)) {
                verdicts.put(session.id(), "own");
            } else if (watched < enough) {
                verdicts.put(session.id(), "too_short");
            } else {
                Instant before = last.put(session.viewer() + session.video(), session.begins());
                boolean again = before != null && session.begins().isBefore(before.plus(Duration.ofMinutes(30)));
                verdicts.put(session.id(), again ? "repeat" : "counted");
            }
        }
        return verdicts;
    }

    private static long watched(List<Said> said) {
        LongSummaryStatistics watched = said.stream().mapToLong(Said::watchedMs).summaryStatistics();
        IntSummaryStatistics when = said.stream().mapToInt(Said::afterSeconds).summaryStatistics();
        return said.isEmpty()
                ? 0
                : Math.min(watched.getSum(), 2_000L * (when.getMax() - when.getMin()) + watched.getMax());
    }

    private static long length(String video) {
        return Objects.requireNonNull(LENGTHS.get(video));
    }

    @Provide
    Arbitrary<List<Session>> histories() {
        Arbitrary<Said> said = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.integers().between(0, 3_600)),
                                Tuple.of(1, Arbitraries.integers().between(0, 4 * 86_400))),
                        Arbitraries.longs().between(0, 40_000),
                        Arbitraries.frequency(
                                Tuple.of(8, Duration.ZERO),
                                Tuple.of(1, Duration.ofDays(2)),
                                Tuple.of(2, Duration.ofHours(49))),
                        Arbitraries.frequency(Tuple.of(15, false), Tuple.of(1, true)))
                .as(Said::new);
        Arbitrary<Session> session = Combinators.combine(
                        Arbitraries.of("m-a", "v-b", OWNER),
                        Arbitraries.of(LENGTHS.keySet()),
                        Arbitraries.integers().between(0, 300),
                        said.list().ofMinSize(1).ofMaxSize(4))
                .as((viewer, video, minute, all) ->
                        new Session(UUID.randomUUID().toString(), viewer, video, minute, all));
        return session.list().ofMaxSize(14);
    }

    private static String row(Session session, Said said) {
        Instant happened =
                FIRST.plus(Duration.ofMinutes(session.beginsMinute())).plusSeconds(said.afterSeconds());
        return "('" + UUID.randomUUID() + "', " + time(happened) + ", " + time(happened.plus(said.late())) + ", '"
                + session.id() + "', '" + session.video() + "', '" + session.viewer() + "', 'progressed', 0, "
                + said.watchedMs() + ", " + said.bot() + ", CAST(" + time(happened) + " AS DATE))";
    }

    private static String time(Instant instant) {
        return "TIMESTAMP '" + instant.toString().replace("T", " ").replace("Z", "") + "'";
    }

    private static Map<String, String> ask(List<String> rows, LocalDate first, LocalDate last) {
        return ask(rows, first, last, row -> row.getString("verdict"));
    }

    private static <T> Map<String, T> ask(List<String> rows, LocalDate first, LocalDate last, Engine.Row<T> what) {
        Map<String, T> verdicts = new TreeMap<>();
        try (Engine.Session session = FACTS.engine().open()) {
            session.run("DELETE FROM playback");
            if (!rows.isEmpty()) {
                session.run(
                        "INSERT INTO playback (event_id, happened_at, received_at, session_id, content_id, viewer, kind,"
                                + " position_ms, watched_ms, bot, day) VALUES " + String.join(", ", rows));
            }
            session.ask(
                            "SELECT session_id, verdict, watched_ms FROM (" + ViewRule.sessions("TRUE") + ") AS judged",
                            row -> Map.entry(row.getString(1), what.read(row)),
                            ViewRule.values(first, last).toArray())
                    .forEach(entry -> verdicts.put(entry.getKey(), entry.getValue()));
        }
        return verdicts;
    }
}
