package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What is made of reports of pages says what these do, in whatever order they come and however often. */
class PagesPropertyTest {
    private static final Facts FACTS = Facts.withSessions();

    record Shown(String video, String place, int rank, boolean clicked, boolean bot) {}

    @Property(tries = 60)
    void showing_isWhatTheDistinctReportsOfPeopleSay(@ForAll("shown") List<Shown> shown, @ForAll long seed) {
        FACTS.insert(
                "page",
                "event_id, happened_at, received_at, viewer, kind, page, content_id, place, rank, bot, day",
                Facts.mixed(
                        shown.stream()
                                .map(it -> "('" + UUID.randomUUID() + "', " + Facts.time() + ", " + Facts.time()
                                        + ", 'm1', '"
                                        + (it.clicked() ? "clicked" : "shown") + "', 'home', '" + it.video() + "', '"
                                        + it.place() + "', " + it.rank() + ", " + it.bot() + ", " + Facts.day() + ")")
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
        assertThat(Facts.counted(FACTS.ask(
                        RollUp.SHOWING, "content_id || ' ' || place || ' ' || CAST(rank AS VARCHAR), shown, clicked")))
                .isEqualTo(expected);
    }

    @Property(tries = 40)
    void searching_isOfTheDayThatAReportCameWithFirst(@ForAll("searches") List<Search> searches, @ForAll long seed) {
        List<String> rows = new ArrayList<>();
        Map<String, List<Long>> expected = new TreeMap<>();
        for (Search it : searches) {
            String id = UUID.randomUUID().toString();
            rows.add(search(id, it, Facts.DAY, 0));
            if (it.again() != null) {
                // The client sent it again, and its clock was corrected to the other side of midnight.
                rows.add(search(id, it, Facts.DAY.plusDays(it.again()), 1));
            }
            expected.merge(
                    it.term(),
                    List.of(1L, it.results() == 0 ? 1L : 0L),
                    (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
        }
        FACTS.insert(
                "page",
                "event_id, happened_at, received_at, viewer, kind, page, term, results, bot, day",
                Facts.mixed(rows, seed));
        assertThat(Facts.counted(FACTS.ask(RollUp.SEARCHING, "term, searches, empty")))
                .isEqualTo(expected);
    }

    private static String search(String id, Search search, LocalDate day, int received) {
        return "('" + id + "', TIMESTAMP '" + day + " 12:00:00', " + Facts.time() + " + INTERVAL '" + received
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
                    .forEach(medium -> sent.add("('" + UUID.randomUUID() + "', " + Facts.time() + ", 'm1', 'n"
                            + told.indexOf(it) + "', '" + it.kind() + "', '" + medium + "', " + Facts.day() + ")"));
            if (it.opened()) {
                opened.add("('" + UUID.randomUUID() + "', " + Facts.time() + ", " + Facts.time()
                        + ", 'm1', 'opened', 'inbox', 'n" + told.indexOf(it) + "', FALSE, DATE '"
                        + Facts.DAY.plusDays(it.days()) + "')");
            }
        }
        FACTS.insert(
                "notification",
                "event_id, happened_at, viewer, notification_id, kind, medium, day",
                Facts.mixed(sent, seed));
        FACTS.insert(
                "page",
                "event_id, happened_at, received_at, viewer, kind, page, notification_id, bot, day",
                Facts.mixed(opened, seed));
        Map<String, List<Long>> expected = new TreeMap<>();
        told.stream()
                .distinct()
                .forEach(it -> it.media()
                        .forEach(medium -> expected.merge(
                                it.kind() + " " + medium,
                                List.of(1L, it.opened() && it.days() <= 7 ? 1L : 0L),
                                (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)))));
        assertThat(Facts.counted(FACTS.ask(RollUp.TELLING, "kind || ' ' || medium, sent, opened")))
                .isEqualTo(expected);
    }

    /** @param days after it was sent */
    record Told(int number, String kind, Set<String> media, boolean opened, int days) {}

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
}
