package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What a content is said to take for days is what it took on each of them. */
class CostPropertyTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-05-01");
    private static final int DAYS = 12;
    private static final Facts FACTS = facts();

    /** @param what {@code film}, {@code source}, {@code gone}, or {@code sent} */
    record Change(String content, String what, int day, int megabytes, int cpuSeconds) {}

    @Property(tries = 60)
    void stored_isTheSumOfEachDay(
            @ForAll("changes") List<Change> changes,
            @ForAll @IntRange(max = DAYS - 1) int from,
            @ForAll @IntRange(max = DAYS - 1) int length) {
        int to = Math.min(DAYS - 1, from + length);
        fill(changes);
        ReportStore store = new ReportStore(FACTS.engine(), new Prices(1, 1, 1, "EUR"));
        List<?> row = store.rows(store.query(new ReportStore.Question(
                        ReportKind.COST, new Days(FIRST.plusDays(from), FIRST.plusDays(to)), null, null, 1)))
                .getFirst();
        double stored = 0;
        for (int day = from; day <= to; day++) {
            for (String content : List.of("a", "b")) {
                stored += stored(changes, content, day);
            }
        }
        double cpu = changes.stream()
                .filter(change -> change.what().equals("film") && change.day() >= from && change.day() <= to)
                .mapToInt(Change::cpuSeconds)
                .sum();
        assertThat((Double) row.get(1)).as("seconds of processors").isCloseTo(cpu, within(1e-6));
        assertThat((Double) row.get(3)).as("bytes for days").isCloseTo(stored * 1e6, within(1.0));
        double sent = changes.stream()
                .filter(change -> change.what().equals("sent") && change.day() >= from && change.day() <= to)
                .mapToInt(Change::megabytes)
                .sum();
        assertThat((Long) row.get(4)).as("bytes sent").isEqualTo((long) (sent * 1e6));
        assertThat((Double) row.get(8))
                .as("all of it")
                .isCloseTo(cpu / 3_600 + stored / 1e3 / 30 + sent / 1e3, within(1e-6));
    }

    /** On one day: the newest film, and all sources, unless it was deleted by then. */
    private static double stored(List<Change> changes, String content, int day) {
        List<Change> until = changes.stream()
                .filter(change -> change.content().equals(content) && change.day() <= day)
                .toList();
        if (until.stream().anyMatch(change -> change.what().equals("gone"))) {
            return 0;
        }
        double sources = until.stream()
                .filter(change -> change.what().equals("source"))
                .mapToInt(Change::megabytes)
                .sum();
        int newest = until.stream()
                .filter(change -> change.what().equals("film"))
                .mapToInt(Change::day)
                .max()
                .orElse(-1);
        // Of those of one day, the last one that was said.
        double film = until.stream()
                .filter(change -> change.what().equals("film") && change.day() == newest)
                .reduce((one, other) -> other)
                .map(Change::megabytes)
                .orElse(0);
        return sources + film;
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of("film", "film", "source", "gone", "sent"),
                        Arbitraries.integers().between(0, DAYS - 1),
                        Arbitraries.integers().between(1, 900),
                        Arbitraries.integers().between(0, 100))
                .as(Change::new)
                .list()
                .ofMaxSize(10);
    }

    private static void fill(List<Change> changes) {
        try (Engine.Session session = FACTS.engine().open()) {
            List.of("encode", "submission", "gone", "delivery", "cost", "sending")
                    .forEach(table -> session.run("DELETE FROM " + table));
            int second = 0;
            for (Change change : changes) {
                String id = UUID.randomUUID().toString();
                LocalDate day = FIRST.plusDays(change.day());
                String time = "TIMESTAMP '" + day + " 00:00:00' + INTERVAL '" + second++ + "' SECOND";
                long bytes = change.megabytes() * 1_000_000L;
                String insert = switch (change.what()) {
                    case "film" ->
                        "encode (event_id, happened_at, content_id, outcome, cpu_ms, size_bytes, day) VALUES ('" + id
                                + "', " + time + ", '" + change.content() + "', 'ready', " + change.cpuSeconds() * 1_000
                                + ", " + bytes;
                    case "source" ->
                        "submission (event_id, happened_at, content_id, submission_id, size_bytes, day) VALUES ('" + id
                                + "', " + time + ", '" + change.content() + "', '" + id + "', " + bytes;
                    case "sent" ->
                        "delivery (event_id, happened_at, content_id, kind, status, bytes, day) VALUES ('" + id + "', "
                                + time + ", '" + change.content() + "', 'segment', 200, " + bytes;
                    default ->
                        "gone (event_id, happened_at, content_id, day) VALUES ('" + id + "', " + time + ", '"
                                + change.content() + "'";
                };
                session.run("INSERT INTO " + insert + ", DATE '" + day + "')");
            }
            for (LocalDate day : new TreeSet<>(
                    changes.stream().map(change -> FIRST.plusDays(change.day())).toList())) {
                for (RollUp rollUp : List.of(RollUp.COST, RollUp.SENDING)) {
                    session.run("INSERT INTO " + rollUp.folder() + " SELECT *, DATE '" + day + "' AS day FROM ("
                            + rollUp.sql(day) + ")");
                }
            }
        }
    }

    private static Facts facts() {
        Facts facts = new Facts();
        facts.table(
                RollUps.ROLLUP,
                "SELECT *, DATE '1970-01-01' AS day FROM ("
                        + RollUps.sums("(" + RollUps.sessionsOf(LocalDate.EPOCH) + ")") + ")");
        for (RollUp rollUp : List.of(RollUp.COST, RollUp.SENDING)) {
            facts.table(
                    rollUp.folder(), "SELECT *, DATE '1970-01-01' AS day FROM (" + rollUp.sql(LocalDate.EPOCH) + ")");
        }
        return facts;
    }
}
