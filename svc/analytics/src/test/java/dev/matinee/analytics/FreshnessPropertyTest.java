package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.kafka.common.TopicPartition;

/** What is made again because files are newer than it is the same as if all had been there from the first. */
class FreshnessPropertyTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-05-01");
    private static final Path HOME = home();

    /** @param seconds into the day */
    record Fact(String table, int day, int seconds, String thing) {}

    @Property(tries = 12)
    void refreshed_batchByBatch_isAsMadeAtOnce(@ForAll("batches") List<List<Fact>> batches) {
        Map<String, List<String>> byBatch = sums(batches);
        Map<String, List<String>> atOnce =
                sums(List.of(batches.stream().flatMap(List::stream).toList()));
        assertThat(byBatch).isEqualTo(atOnce);
    }

    @Provide
    Arbitrary<List<List<Fact>>> batches() {
        Arbitrary<Fact> fact = Combinators.combine(
                        Arbitraries.of("playback", "playback", "page", "follow", "notification"),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 86_399),
                        Arbitraries.of("a", "b", "c"))
                .as(Fact::new);
        return fact.list().ofMaxSize(8).list().ofMinSize(1).ofMaxSize(4);
    }

    /** All rows of each roll-up after the batches, each refreshed. */
    private static Map<String, List<String>> sums(List<List<Fact>> batches) {
        Path directory = HOME.resolve(UUID.randomUUID().toString());
        Map<String, List<String>> sums = new TreeMap<>();
        Warehouse warehouse = new Warehouse(directory);
        try (Engine engine = new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill"));
                Engine.Session session = engine.open()) {
            Relations.define(engine, warehouse);
            RollUps rollUps = new RollUps(engine, warehouse);
            long offset = 0;
            for (List<Fact> batch : batches) {
                commit(session, warehouse, batch, offset);
                offset += batch.size();
                rollUps.refresh(LocalDate.EPOCH);
            }
            List<String> folders = new ArrayList<>(List.of(RollUps.SESSION, RollUps.ROLLUP));
            for (RollUp rollUp : RollUp.values()) {
                folders.add(rollUp.folder());
            }
            for (String folder : folders) {
                sums.put(
                        folder,
                        session.ask(
                                "SELECT CAST(t AS VARCHAR) FROM " + folder + " AS t ORDER BY 1",
                                row -> row.getString(1)));
            }
        }
        return sums;
    }

    private static void commit(Engine.Session session, Warehouse warehouse, List<Fact> facts, long offset) {
        List<Warehouse.Made> made = new ArrayList<>();
        facts.stream()
                .collect(Collectors.groupingBy(fact -> Map.entry(fact.table(), fact.day()), Collectors.toList()))
                .forEach((where, those) -> {
                    LocalDate day = FIRST.plusDays(where.getValue());
                    Path file = warehouse.toMake(where.getKey() + "-" + day + ".parquet");
                    session.write(
                            those.stream().map(FreshnessPropertyTest::row).collect(Collectors.joining(" UNION ALL ")),
                            file);
                    made.add(new Warehouse.Made(file, where.getKey(), day));
                });
        warehouse.commit(new TopicPartition("test", 0), offset, offset + facts.size(), made);
    }

    /** The same thing in several places is the same session, channel or notification. */
    private static String row(Fact fact) {
        String time =
                "TIMESTAMP '" + FIRST.plusDays(fact.day()) + " 00:00:00' + INTERVAL '" + fact.seconds() + "' SECOND";
        String common = "SELECT '" + fact.hashCode() + "' AS event_id, " + time + " AS happened_at, ";
        return common
                + switch (fact.table()) {
                    case "playback" ->
                        time + " AS received_at, '" + fact.thing() + "' AS session_id, 'v' AS content_id, 'm"
                                + fact.thing()
                                + "' AS viewer, 'progressed' AS kind, CAST(0 AS BIGINT) AS position_ms, CAST("
                                + fact.seconds() + " AS BIGINT) AS from_ms, CAST(" + (fact.seconds() + 9_000)
                                + " AS BIGINT) AS to_ms, CAST(20000 AS BIGINT) AS watched_ms, FALSE AS bot";
                    case "page" ->
                        time + " AS received_at, 'm1' AS viewer, '"
                                + List.of("shown", "clicked", "searched", "opened")
                                        .get(fact.seconds() % 4)
                                + "' AS kind, 'home' AS page, '" + fact.thing() + "' AS content_id, 'term' AS term, '"
                                + fact.thing() + "' AS notification_id, FALSE AS bot";
                    case "follow" -> "'m1' AS viewer, '" + fact.thing() + "' AS channel_id, TRUE AS following";
                    default ->
                        "'" + fact.thing()
                                + "' AS notification_id, 'm1' AS viewer, 'comment' AS kind, 'in_app' AS medium";
                };
    }

    @AfterContainer
    static void tidy() throws IOException {
        try (var files = Files.walk(HOME)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path home() {
        try {
            return Files.createTempDirectory("freshness");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
