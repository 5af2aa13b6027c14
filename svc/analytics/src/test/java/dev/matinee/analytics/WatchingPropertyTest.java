package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is made of playback and of the CDN's lines says what these do, in whatever order they come and however often. */
class WatchingPropertyTest {
    private static final int FILM_S = 40;
    private static final Facts FACTS = Facts.withSessions();

    record Piece(int fromMs, int lengthMs) {
        boolean plays(int second) {
            return lengthMs > 0 && fromMs < (second + 1) * 1_000 && fromMs + lengthMs > second * 1_000;
        }
    }

    record Session(String video, String verdict, List<Piece> pieces) {
        boolean counts() {
            return !verdict.equals("bot") && !verdict.equals("expired");
        }

        boolean plays(int second) {
            return pieces.stream().anyMatch(piece -> piece.plays(second));
        }
    }

    /** @param cache empty when it was not asked */
    record Line(String video, int rung, int bytes, String cache, String kind, boolean told, boolean starved) {}

    @Property(tries = 60)
    void sending_isWhatTheDistinctLinesSay(@ForAll("lines") List<Line> lines, @ForAll long seed) {
        FACTS.insert(
                "delivery",
                "event_id, happened_at, content_id, rung, bytes, cache, kind, told, starved, day",
                Facts.mixed(
                        lines.stream()
                                .map(line ->
                                        "('" + UUID.randomUUID() + "', " + Facts.time() + ", '" + line.video() + "', "
                                                + (line.rung() == 0 ? "NULL" : line.rung()) + ", " + line.bytes() + ", "
                                                + (line.cache().isEmpty() ? "NULL" : "'" + line.cache() + "'") + ", '"
                                                + line.kind() + "', " + line.told() + ", "
                                                + (line.told() ? line.starved() : "NULL") + ", " + Facts.day() + ")")
                                .toList(),
                        seed));
        Map<String, List<Long>> expected = new TreeMap<>();
        lines.stream()
                .collect(Collectors.groupingBy(line -> line.video() + line.rung()))
                .forEach((key, those) -> expected.put(
                        key,
                        List.of(
                                (long) those.size(),
                                those.stream().mapToLong(Line::bytes).sum(),
                                count(
                                        those,
                                        line -> !line.cache().isEmpty()
                                                && !line.cache().equals("bypass")),
                                count(
                                        those,
                                        line -> Set.of("hit", "stale", "updating", "revalidated")
                                                .contains(line.cache())),
                                count(those, line -> line.kind().equals("segment") && line.told()),
                                count(those, line -> line.kind().equals("segment") && line.told() && line.starved()))));
        assertThat(Facts.counted(FACTS.ask(
                        RollUp.SENDING,
                        "content_id || COALESCE(rung, 0), requests, bytes, cached, hits, told, starved")))
                .isEqualTo(expected);
    }

    private static long count(List<Line> lines, Predicate<Line> what) {
        return lines.stream().filter(what).count();
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of(0, 240, 720),
                        Arbitraries.integers().between(0, 5_000),
                        Arbitraries.of("", "hit", "miss", "expired", "stale", "revalidated", "bypass"),
                        Arbitraries.of("segment", "segment", "playlist"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Line::new)
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 80)
    void retention_isHowManySessionsPlayedEachSecond(@ForAll("sessions") List<Session> sessions, @ForAll long seed) {
        List<String> judged = new ArrayList<>();
        List<String> reports = new ArrayList<>();
        for (Session session : sessions) {
            String id = UUID.randomUUID().toString();
            judged.add("('" + id + "', '" + session.video() + "', '" + session.verdict() + "', " + Facts.time() + ", "
                    + Facts.day() + ")");
            session.pieces()
                    .forEach(piece -> reports.add("('" + UUID.randomUUID() + "', '" + id + "', '" + session.video()
                            + "', " + Facts.time() + ", " + Facts.time() + ", " + piece.fromMs() + ", "
                            + (piece.fromMs() + piece.lengthMs()) + ", " + Facts.day() + ")"));
        }
        FACTS.insert("session", "session_id, content_id, verdict, began_at, day", judged);
        FACTS.insert(
                "playback",
                "event_id, session_id, content_id, happened_at, received_at, from_ms, to_ms, day",
                Facts.mixed(reports, seed));

        Map<String, Map<Long, Long>> changes = new TreeMap<>();
        FACTS.ask(RollUp.RETENTION, "content_id, at_s, began - ended")
                .forEach(row -> changes.computeIfAbsent(row.get(0), video -> new TreeMap<>())
                        .put(Long.parseLong(row.get(1)), Long.parseLong(row.get(2))));
        for (String video : List.of("a", "b")) {
            List<Session> those = sessions.stream()
                    .filter(session -> session.counts() && session.video().equals(video))
                    .toList();
            for (int second = 0; second <= FILM_S; second++) {
                int at = second;
                long played =
                        those.stream().filter(session -> session.plays(at)).count();
                long said = changes.getOrDefault(video, Map.of()).entrySet().stream()
                        .filter(change -> change.getKey() <= at)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                assertThat(said).as("%s at %d", video, second).isEqualTo(played);
            }
        }
        assertThat(sum(FACTS.ask(RollUp.RETENTION, "sessions")))
                .isEqualTo(sessions.stream()
                        .filter(session ->
                                session.counts() && session.pieces().stream().anyMatch(piece -> piece.lengthMs() > 0))
                        .count());
    }

    @Provide
    Arbitrary<List<Session>> sessions() {
        Arbitrary<Piece> piece = Combinators.combine(
                        Arbitraries.integers().between(0, FILM_S * 1_000 - 12_000),
                        Arbitraries.integers().between(0, 12_000))
                .as(Piece::new);
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of("counted", "counted", "too_short", "repeat", "bot", "expired"),
                        piece.list().ofMaxSize(6))
                .as(Session::new)
                .list()
                .ofMaxSize(8);
    }

    private static long sum(List<List<String>> rows) {
        return rows.stream()
                .flatMapToLong(row -> LongStream.of(Long.parseLong(row.get(0))))
                .sum();
    }
}
