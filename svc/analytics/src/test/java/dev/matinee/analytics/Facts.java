package dev.matinee.analytics;

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
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tables of the warehouse within an engine, without files: for properties of what is made of rows. One for all tries. */
final class Facts {
    static final LocalDate DAY = LocalDate.parse("2026-05-01");

    private final Engine engine = emptyEngine();

    /** The tables that come from Kafka. */
    Facts() {
        for (WarehouseTable table : WarehouseTable.values()) {
            table(
                    table.folder(),
                    "SELECT *, CAST(happened_at AS DATE) AS day FROM (" + table.rows(Relations.NO_RECORDS) + ")");
        }
    }

    /** Those, and the sessions that are made of them. */
    static Facts withSessions() {
        Facts facts = new Facts();
        facts.table(
                RollUps.SESSION,
                "SELECT *, CAST(began_at AS DATE) AS day FROM (" + RollUps.sessionsOf(LocalDate.EPOCH) + ")");
        return facts;
    }

    /** Without any table. */
    static Engine emptyEngine() {
        try {
            return new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), Files.createTempDirectory("facts"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Engine engine() {
        return engine;
    }

    /** Makes a table of what a question answers. */
    void table(String name, String sql) {
        run("CREATE TABLE " + name + " AS " + sql);
    }

    void run(String sql) {
        try (Engine.Session session = engine.open()) {
            session.run(sql);
        }
    }

    /** Puts rows in the place of all that are in a table. */
    void insert(String table, String columns, List<String> rows) {
        try (Engine.Session session = engine.open()) {
            session.run("DELETE FROM " + table);
            if (!rows.isEmpty()) {
                session.run("INSERT INTO " + table + " (" + columns + ") VALUES " + String.join(", ", rows));
            }
        }
    }

    /** What a sum of {@link #DAY} says, each row as text. */
    List<List<String>> ask(RollUp rollUp, String columns) {
        int count = columns.split(", (?![^(]*\\))", -1).length;
        try (Engine.Session session = engine.open()) {
            return session.ask("SELECT " + columns + " FROM (" + rollUp.sql(DAY) + ") AS sums", row -> {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= count; i++) {
                    cells.add(row.getString(i));
                }
                return cells;
            });
        }
    }

    /** Numbers by the first column. */
    static Map<String, List<Long>> counted(List<List<String>> rows) {
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

    /** Some of them twice, in another order. */
    static List<String> mixed(List<String> rows, long seed) {
        Random random = new Random(seed);
        List<String> mixed = new ArrayList<>();
        rows.forEach(row -> mixed.addAll(Collections.nCopies(1 + random.nextInt(2), row)));
        Collections.shuffle(mixed, random);
        return mixed;
    }

    static String time() {
        return "TIMESTAMP '" + DAY + " 12:00:00'";
    }

    static String day() {
        return "DATE '" + DAY + "'";
    }
}
