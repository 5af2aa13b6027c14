package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.PageReported;
import dev.matinee.events.PlaybackReported;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A made-up history is one that could have been. */
class HistoryTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");
    private static final String FILM = "01890000-0000-7000-8000-000000000001";
    private static final History.Plan PLAN =
            new History.Plan(MONDAY, 28, 60_000, 7, List.of(new HistoryFilms.Film(FILM, 600_000, 0)), 60);
    private static final List<Event> EVENTS = of(PLAN);

    @Property(tries = 20)
    void samePlan_isTheSameHistory(
            @ForAll @IntRange(min = 1, max = 400) int events,
            @ForAll @IntRange(min = 1, max = 9) int days,
            @ForAll long seed) {
        History.Plan plan = new History.Plan(MONDAY, days, events, seed, List.of(), 5);
        List<Event> told = of(plan);
        assertThat(told).hasSize(events).isEqualTo(of(plan));
        assertThat(told).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void otherPlan_hasNoIdInCommon() {
        History.Plan plan = new History.Plan(MONDAY, 3, 500, 1, List.of(), 5);
        List<HistoryFilms.Film> films = List.of(new HistoryFilms.Film(FILM, 600_000, 0));
        Set<UUID> ids = of(plan).stream().map(Event::id).collect(Collectors.toSet());
        for (History.Plan other : List.of(
                new History.Plan(MONDAY.plusDays(1), 3, 500, 1, List.of(), 5),
                new History.Plan(MONDAY, 4, 500, 1, List.of(), 5),
                new History.Plan(MONDAY, 3, 501, 1, List.of(), 5),
                new History.Plan(MONDAY, 3, 500, 2, List.of(), 5),
                new History.Plan(MONDAY, 3, 500, 1, films, 5),
                new History.Plan(MONDAY, 3, 500, 1, List.of(), 6))) {
            assertThat(of(other)).as(other.toString()).extracting(Event::id).doesNotContainAnyElementsOf(ids);
        }
    }

    @Test
    void everyEvent_fitsItsSchema() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<EventType, JsonSchema> schemas = new EnumMap<>(EventType.class);
        for (Event event : EVENTS) {
            JsonSchema schema = schemas.computeIfAbsent(event.type(), HistoryTest::schema);
            JsonNode data = json.readTree(EventJson.write(event.data()));
            assertThat(schema.validate(data)).as(data.toString()).isEmpty();
        }
        assertThat(schemas).containsOnlyKeys(EventType.PLAYBACK_REPORTED, EventType.PAGE_REPORTED);
    }

    @Test
    void everyKindOfReport_occurs() {
        assertThat(playback(said -> true).stream().map(PlaybackReported::kind).collect(Collectors.toSet()))
                .isEqualTo(PlaybackReport.KINDS);
        assertThat(pages(said -> true).stream().map(PageReported::kind).collect(Collectors.toSet()))
                .isEqualTo(PageReport.KINDS);
        assertThat(pages(said -> Objects.equals(said.results(), 0))).isNotEmpty();
        assertThat(playback(said -> said.client().bot())).isNotEmpty();
    }

    @Test
    void evenings_areBusierThanNights_andWeekendsThanMondays() {
        Map<Integer, Long> hours =
                count(event -> event.time().atOffset(ZoneOffset.UTC).getHour());
        assertThat(hours.getOrDefault(20, 0L)).isGreaterThan(4 * hours.getOrDefault(4, 0L));
        Map<DayOfWeek, Long> days =
                count(event -> event.time().atOffset(ZoneOffset.UTC).getDayOfWeek());
        assertThat(days.getOrDefault(DayOfWeek.SATURDAY, 0L) * 1.0)
                .isGreaterThan(1.15 * days.getOrDefault(DayOfWeek.MONDAY, 0L));
    }

    @Test
    void fewFilms_areWatchedMuch() {
        Map<String, Long> sessions = playback(said -> said.kind().equals("started")).stream()
                .collect(Collectors.groupingBy(PlaybackReported::contentId, Collectors.counting()));
        List<Long> counts = new ArrayList<>(sessions.values());
        counts.sort(Collections.reverseOrder());
        long all = counts.stream().mapToLong(Long::longValue).sum();
        assertThat(counts.stream().limit(12).mapToLong(Long::longValue).sum()).isGreaterThan(all * 4 / 10);
        assertThat(sessions).containsKey(FILM);
    }

    @Test
    void membersComeAndLeave() {
        Set<String> first = members(0, 7);
        Set<String> second = members(7, 14);
        Set<String> last = members(21, 28);
        assertThat(shared(first, second)).isGreaterThan(first.size() / 5);
        assertThat(shared(first, last)).isLessThan(shared(first, second));
        assertThat(last).isNotEmpty();
    }

    @Test
    void sessions_areWhatPlayersCouldSay() {
        Map<String, PlaybackReported> before = new HashMap<>();
        for (PlaybackReported said : playback(all -> true)) {
            PlaybackReported earlier = before.put(said.sessionId(), said);
            if (earlier == null) {
                assertThat(said.kind()).isEqualTo("started");
            } else {
                assertThat(said.receivedAt()).isAfterOrEqualTo(earlier.receivedAt());
                assertThat(said.positionMs()).isGreaterThanOrEqualTo(earlier.positionMs());
                assertThat(said.viewer()).isEqualTo(earlier.viewer());
                assertThat(earlier.kind()).isNotIn("failed", "ended");
            }
        }
    }

    @Test
    void dryRun_tellsHowMany() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = HistoryProgram.run(
                List.of("-", MONDAY.toString(), "3", "1000", "1", "20", "tell"),
                () -> {
                    throw new AssertionError("who only tells asks nobody");
                },
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("1,000 events would be sent")
                .contains("on " + MONDAY)
                .contains("playback.reported progressed");
    }

    private static List<Event> of(History.Plan plan) {
        List<Event> events = new ArrayList<>();
        new History(plan).tell(events::add);
        return events;
    }

    private static List<PlaybackReported> playback(Predicate<PlaybackReported> which) {
        return EVENTS.stream()
                .map(Event::data)
                .filter(PlaybackReported.class::isInstance)
                .map(PlaybackReported.class::cast)
                .filter(which)
                .toList();
    }

    private static List<PageReported> pages(Predicate<PageReported> which) {
        return EVENTS.stream()
                .map(Event::data)
                .filter(PageReported.class::isInstance)
                .map(PageReported.class::cast)
                .filter(which)
                .toList();
    }

    private static <K> Map<K, Long> count(Function<Event, K> by) {
        return EVENTS.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    /** Those who were there in a span of days. */
    private static Set<String> members(int begin, int end) {
        return EVENTS.stream()
                .filter(event -> {
                    LocalDate day = LocalDate.ofInstant(event.time(), ZoneOffset.UTC);
                    return !day.isBefore(MONDAY.plusDays(begin)) && day.isBefore(MONDAY.plusDays(end));
                })
                .map(Event::data)
                .filter(PageReported.class::isInstance)
                .map(data -> ((PageReported) data).viewer())
                .filter(viewer -> viewer.startsWith("m"))
                .collect(Collectors.toSet());
    }

    private static int shared(Set<String> some, Set<String> others) {
        Set<String> both = new HashSet<>(some);
        both.retainAll(others);
        return both.size();
    }

    private static JsonSchema schema(EventType type) {
        try (InputStream in = Objects.requireNonNull(EventType.class.getResourceAsStream(type.schemaResource()))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
