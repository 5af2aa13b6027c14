package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.jspecify.annotations.Nullable;

/** Each roll-up says what its raw facts do, in whatever order these come and however often. */
class RollUpPropertyTest {
    private static final LocalDate DAY = LocalDate.parse("2026-05-01");
    private static final int FILM_S = 40;
    private static final Engine ENGINE = engine();

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

    record Change(String thing, boolean on) {}

    record Shown(String video, String place, int rank, boolean clicked, boolean bot) {}

    /** @param cache empty when it was not asked */
    record Line(String video, int rung, int bytes, String cache, String kind, boolean told, boolean starved) {}

    @Property(tries = 60)
    void sending_isWhatTheDistinctLinesSay(@ForAll("lines") List<Line> lines, @ForAll long seed) {
        insert(
                "delivery",
                "event_id, happened_at, content_id, rung, bytes, cache, kind, told, starved, day",
                mixed(
                        lines.stream()
                                .map(line -> "('" + UUID.randomUUID() + "', " + time() + ", '" + line.video() + "', "
                                        + (line.rung() == 0 ? "NULL" : line.rung()) + ", " + line.bytes() + ", "
                                        + (line.cache().isEmpty() ? "NULL" : "'" + line.cache() + "'") + ", '"
                                        + line.kind() + "', " + line.told() + ", "
                                        + (line.told() ? line.starved() : "NULL") + ", " + day() + ")")
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
        assertThat(counted(ask(
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
            judged.add("('" + id + "', '" + session.video() + "', '" + session.verdict() + "', " + time() + ", " + day()
                    + ")");
            session.pieces()
                    .forEach(piece -> reports.add("('" + UUID.randomUUID() + "', '" + id + "', '" + session.video()
                            + "', " + time() + ", " + time() + ", " + piece.fromMs() + ", "
                            + (piece.fromMs() + piece.lengthMs()) + ", " + day() + ")"));
        }
        insert("session", "session_id, content_id, verdict, began_at, day", judged);
        insert(
                "playback",
                "event_id, session_id, content_id, happened_at, received_at, from_ms, to_ms, day",
                mixed(reports, seed));

        Map<String, Map<Long, Long>> changes = new TreeMap<>();
        ask(RollUp.RETENTION, "content_id, at_s, began - ended")
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
        assertThat(sum(ask(RollUp.RETENTION, "sessions")))
                .isEqualTo(sessions.stream()
                        .filter(session ->
                                session.counts() && session.pieces().stream().anyMatch(piece -> piece.lengthMs() > 0))
                        .count());
    }

    @Property(tries = 60)
    void followers_areThoseOfTheDistinctChanges(@ForAll("changes") List<Change> changes, @ForAll long seed) {
        insert(
                "follow",
                "event_id, happened_at, viewer, channel_id, following, day",
                mixed(
                        changes.stream()
                                .map(change -> "('" + UUID.randomUUID() + "', " + time() + ", 'm1', '" + change.thing()
                                        + "', " + change.on() + ", " + day() + ")")
                                .toList(),
                        seed));
        assertThat(counted(ask(RollUp.FOLLOWING, "channel_id, gained, lost"))).isEqualTo(told(changes));
    }

    @Property(tries = 60)
    void likes_areThoseOfTheDistinctChanges(@ForAll("changes") List<Change> changes, @ForAll long seed) {
        insert(
                "liking",
                "event_id, happened_at, viewer, content_id, liked, day",
                mixed(
                        changes.stream()
                                .map(change -> "('" + UUID.randomUUID() + "', " + time() + ", 'm1', '" + change.thing()
                                        + "', " + change.on() + ", " + day() + ")")
                                .toList(),
                        seed));
        assertThat(counted(ask(RollUp.ENGAGEMENT, "content_id, likes, unlikes")))
                .isEqualTo(told(changes));
    }

    @Property(tries = 60)
    void showing_isWhatTheDistinctReportsOfPeopleSay(@ForAll("shown") List<Shown> shown, @ForAll long seed) {
        insert(
                "page",
                "event_id, happened_at, received_at, viewer, kind, page, content_id, place, rank, bot, day",
                mixed(
                        shown.stream()
                                .map(it -> "('" + UUID.randomUUID() + "', " + time() + ", " + time() + ", 'm1', '"
                                        + (it.clicked() ? "clicked" : "shown") + "', 'home', '" + it.video() + "', '"
                                        + it.place() + "', " + it.rank() + ", " + it.bot() + ", " + day() + ")")
                                .toList(),
                        seed));
        Map<String, List<Long>> expected = new TreeMap<>();
        shown.stream()
                .filter(it -> !it.bot())
                .collect(Collectors.groupingBy(it -> it.video() + " " + it.place() + " " + Math.min(20, it.rank())))
                .forEach((key, those) -> {
                    long clicked = those.stream().filter(Shown::clicked).count();
                    expected.put(key, List.of(those.size() - clicked, clicked));
                });
        assertThat(counted(ask(
                        RollUp.SHOWING, "content_id || ' ' || place || ' ' || CAST(rank AS VARCHAR), shown, clicked")))
                .isEqualTo(expected);
    }

    @Property(tries = 40)
    void searching_isOfTheDayThatAReportCameWithFirst(@ForAll("searches") List<Search> searches, @ForAll long seed) {
        List<String> rows = new ArrayList<>();
        Map<String, List<Long>> expected = new TreeMap<>();
        for (Search it : searches) {
            String id = UUID.randomUUID().toString();
            rows.add(search(id, it, DAY, 0));
            if (it.again() != null) {
                // The client sent it again, and its clock was corrected to the other side of midnight.
                rows.add(search(id, it, DAY.plusDays(it.again()), 1));
            }
            expected.merge(
                    it.term(),
                    List.of(1L, it.results() == 0 ? 1L : 0L),
                    (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
        }
        insert(
                "page",
                "event_id, happened_at, received_at, viewer, kind, page, term, results, bot, day",
                mixed(rows, seed));
        assertThat(counted(ask(RollUp.SEARCHING, "term, searches, empty"))).isEqualTo(expected);
    }

    private static String search(String id, Search search, LocalDate day, int received) {
        return "('" + id + "', TIMESTAMP '" + day + " 12:00:00', " + time() + " + INTERVAL '" + received
                + "' SECOND, 'm1', 'searched', 'search', '" + search.term() + "', " + search.results()
                + ", FALSE, DATE '"
                + day + "')";
    }

    /** @param again how many days off its second copy is; null for none */
    record Search(String term, int results, @Nullable Integer again) {}

    @Provide
    Arbitrary<List<Search>> searches() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of(0, 1, 7),
                        Arbitraries.of(-1, 0, 1).injectNull(0.5))
                .as(Search::new)
                .list()
                .ofMaxSize(15);
    }

    @Property(tries = 40)
    void telling_isWhatWasSent_andWhatOfItWasOpened(@ForAll("told") List<Told> told, @ForAll long seed) {
        List<String> sent = new ArrayList<>();
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Told it = told.get(i);
            it.media()
                    .forEach(medium -> sent.add("('" + UUID.randomUUID() + "', " + time() + ", 'm1', 'n"
                            + told.indexOf(it) + "', '" + it.kind() + "', '" + medium + "', " + day() + ")"));
            if (it.opened()) {
                opened.add("('" + UUID.randomUUID() + "', " + time() + ", " + time() + ", 'm1', 'opened', 'inbox', 'n"
                        + told.indexOf(it) + "', FALSE, DATE '" + DAY.plusDays(it.days()) + "')");
            }
        }
        insert("notification", "event_id, happened_at, viewer, notification_id, kind, medium, day", mixed(sent, seed));
        insert(
                "page",
                "event_id, happened_at, received_at, viewer, kind, page, notification_id, bot, day",
                mixed(opened, seed));
        Map<String, List<Long>> expected = new TreeMap<>();
        told.stream()
                .distinct()
                .forEach(it -> it.media()
                        .forEach(medium -> expected.merge(
                                it.kind() + " " + medium,
                                List.of(1L, it.opened() && it.days() <= 7 ? 1L : 0L),
                                (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)))));
        assertThat(counted(ask(RollUp.TELLING, "kind || ' ' || medium, sent, opened")))
                .isEqualTo(expected);
    }

    @Property(tries = 40)
    void making_isWhatBecameOfEachUpload(@ForAll("uploads") List<Upload> uploads, @ForAll long seed) {
        List<String> sent = new ArrayList<>();
        List<String> encodes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < uploads.size(); i++) {
            Upload it = uploads.get(i);
            sent.add("('" + UUID.randomUUID() + "', " + time() + ", 'u" + i + "', 'c" + i + "', 'm1', 'completed', "
                    + day() + ")");
            it.said()
                    .forEach((outcome, second) -> encodes.add("('" + UUID.randomUUID() + "', " + time()
                            + " + INTERVAL '"
                            + second + "' SECOND, '" + outcome + "', " + (outcome.equals("failed") ? "'why'" : "NULL")
                            + ", " + day() + ")"));
        }
        // Each has the same submission's name as its upload.
        List<String> named = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < uploads.size(); i++) {
            for (int j = 0; j < uploads.get(i).said().size(); j++) {
                named.add(encodes.get(at++).replaceFirst("\\(", "('u" + i + "', "));
            }
            Map<String, Integer> said = uploads.get(i).said();
            Integer ready = said.get("ready");
            Integer playable = said.containsKey("playable") && ready != null
                    ? Integer.valueOf(Math.min(said.get("playable"), ready))
                    : said.getOrDefault("playable", ready == null ? -1 : ready);
            expected.add(
                    "c" + i + " " + (playable < 0 ? -1 : playable * 1_000) + " " + (ready == null ? -1 : ready * 1_000)
                            + " " + (ready == null && said.containsKey("failed") ? "why" : "-"));
        }
        insert("upload", "event_id, happened_at, upload_id, content_id, owner, outcome, day", mixed(sent, seed));
        insert("encode", "submission_id, event_id, happened_at, outcome, code, day", mixed(named, seed));
        assertThat(
                        ask(
                                RollUp.MAKING,
                                "content_id || ' ' || COALESCE(playable_ms, -1) || ' ' || COALESCE(ready_ms, -1) || ' ' || COALESCE(code, '-')"))
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** @param days after it was sent */
    record Told(int number, String kind, Set<String> media, boolean opened, int days) {}

    /** @param said at what second which outcome */
    record Upload(Map<String, Integer> said) {}

    @Provide
    Arbitrary<List<Told>> told() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.of("new_video", "comment"),
                        Arbitraries.of("in_app", "email", "push").set().ofMinSize(1),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 9))
                .as(Told::new)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Upload>> uploads() {
        return Arbitraries.maps(
                        Arbitraries.of("playable", "ready", "failed"),
                        Arbitraries.integers().between(0, 3_600))
                .map(Upload::new)
                .list()
                .ofMaxSize(10);
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

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of(true, false))
                .as(Change::new)
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Shown>> shown() {
        return Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.of("home", "trending"),
                        Arbitraries.integers().between(1, 25),
                        Arbitraries.of(true, false),
                        Arbitraries.of(false, false, true))
                .as(Shown::new)
                .list()
                .ofMaxSize(20);
    }

    private static Map<String, List<Long>> told(List<Change> changes) {
        Map<String, List<Long>> told = new TreeMap<>();
        changes.stream().collect(Collectors.groupingBy(Change::thing)).forEach((thing, those) -> {
            long on = those.stream().filter(Change::on).count();
            told.put(thing, List.of(on, those.size() - on));
        });
        return told;
    }

    private static Map<String, List<Long>> counted(List<List<String>> rows) {
        return rows.stream()
                .collect(Collectors.toMap(
                        row -> row.get(0),
                        row -> row.subList(1, row.size()).stream()
                                .map(Long::valueOf)
                                .toList(),
                        (one, other) -> {
                            throw new AssertionError("two rows of one thing");
                        },
                        TreeMap::new));
    }

    private static long sum(List<List<String>> rows) {
        return rows.stream()
                .flatMapToLong(row -> LongStream.of(Long.parseLong(row.get(0))))
                .sum();
    }

    /** Some of them twice, in another order. */
    private static List<String> mixed(List<String> rows, long seed) {
        Random random = new Random(seed);
        List<String> mixed = new ArrayList<>();
        rows.forEach(row -> mixed.addAll(Collections.nCopies(1 + random.nextInt(2), row)));
        Collections.shuffle(mixed, random);
        return mixed;
    }

    private static String time() {
        return "TIMESTAMP '" + DAY + " 12:00:00'";
    }

    private static String day() {
        return "DATE '" + DAY + "'";
    }

    private static void insert(String table, String columns, List<String> rows) {
        try (Engine.Session session = ENGINE.open()) {
            session.run("DELETE FROM " + table);
            if (!rows.isEmpty()) {
                session.run("INSERT INTO " + table + " (" + columns + ") VALUES " + String.join(", ", rows));
            }
        }
    }

    private static List<List<String>> ask(RollUp rollUp, String columns) {
        int count = columns.split(", (?![^(]*\\))", -1).length;
        try (Engine.Session session = ENGINE.open()) {
            return session.ask("SELECT " + columns + " FROM (" + rollUp.sql(DAY) + ") AS sums", row -> {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= count; i++) {
                    cells.add(row.getString(i));
                }
                return cells;
            });
        }
    }

    /** One for all tries, with empty tables. */
    private static Engine engine() {
        Engine engine;
        try {
            engine = new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), Files.createTempDirectory("rollup"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Engine.Session session = engine.open()) {
            for (WarehouseTable table : WarehouseTable.values()) {
                session.run("CREATE TABLE " + table.folder() + " AS SELECT *, CAST(happened_at AS DATE) AS day FROM ("
                        + table.rows(Relations.NO_RECORDS) + ")");
            }
            session.run("CREATE TABLE session AS SELECT *, CAST(began_at AS DATE) AS day FROM ("
                    + RollUps.sessionsOf(LocalDate.EPOCH) + ")");
        }
        return engine;
    }
}
