package dev.matinee.analytics;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that questions are asked by: a view for each table, over all of its files. */
final class Relations {
    private Relations() {}

    /** Makes the views; a table without files has no rows. */
    static void define(Engine engine, Warehouse warehouse) {
        try (Engine.Session session = engine.open()) {
            for (WarehouseTable table : WarehouseTable.values()) {
                define(session, warehouse, table.folder(), table.rows(NO_RECORDS));
            }
            // Columns as a day's file would have them, of a day of which there is none.
            String sessions = RollUps.sessionsOf(LocalDate.EPOCH);
            defineEven(session, warehouse, RollUps.SESSION, sessions);
            defineEven(session, warehouse, RollUps.ROLLUP, RollUps.sums("(" + sessions + ")"));
            for (RollUp rollUp : RollUp.values()) {
                defineEven(session, warehouse, rollUp.folder(), rollUp.sql(LocalDate.EPOCH));
            }
        }
    }

    private static void define(Engine.Session session, Warehouse warehouse, String table, String empty) {
        warehouse.schema(table, file -> session.write(empty, file));
        session.run("CREATE OR REPLACE VIEW " + table + " AS " + files(warehouse.table(table), List.of("*"), true));
    }

    /** Of sums, which are levelled when columns are added, one file says what columns there are; else each must be looked at. */
    private static void defineEven(Engine.Session session, Warehouse warehouse, String table, String empty) {
        warehouse.schema(table, file -> session.write(empty, file));
        boolean even = uneven(session, warehouse, table).isEmpty();
        session.run("CREATE OR REPLACE VIEW " + table + " AS " + files(warehouse.table(table), List.of("*"), !even));
    }

    /** The files of a table that have other columns than it has today. */
    static List<Path> uneven(Engine.Session session, Warehouse warehouse, String table) {
        String columns = "SELECT file_name, STRING_AGG(name, ',' ORDER BY name) AS columns FROM parquet_schema("
                + Engine.quoted(warehouse.table(table).resolve("*").resolve("*.parquet")) + ") WHERE type IS NOT NULL"
                + " GROUP BY file_name";
        return session.ask(
                "WITH files AS (" + columns
                        + ") SELECT file_name FROM files WHERE columns <> (SELECT columns FROM files"
                        + " WHERE file_name = " + Engine.quoted(warehouse.schema(table)) + ")",
                row -> Path.of(row.getString(1)));
    }

    /** Has a session see some days of a table only, so that it need not look at the files of a year to read those of a day. */
    static void narrow(Engine.Session session, Warehouse warehouse, String table, LocalDate first, LocalDate last) {
        List<String> days = Stream.concat(
                        Stream.of(Warehouse.NO_DAY),
                        warehouse.days(table).stream().filter(day -> !day.isBefore(first) && !day.isAfter(last)))
                .map(day -> Warehouse.DAY + day)
                .toList();
        session.run("CREATE OR REPLACE TEMP VIEW " + table + " AS " + files(warehouse.table(table), days, true));
    }

    private static String files(Path table, List<String> days, boolean byName) {
        return days.stream()
                .map(day -> Engine.quoted(table.resolve(day).resolve("*.parquet")))
                .collect(Collectors.joining(
                        ", ",
                        "SELECT * FROM read_parquet([",
                        "], hive_partitioning = true, hive_types = {'day': DATE}, union_by_name = " + byName + ")"));
    }

    /** No rows, of the shape that records from Kafka have. */
    static final String NO_RECORDS = Arrays.stream(new String[] {
                "CAST(NULL AS DATE) AS kafka_day",
                "CAST(NULL AS VARCHAR) AS topic",
                "CAST(NULL AS INTEGER) AS kafka_partition",
                "CAST(NULL AS BIGINT) AS kafka_offset",
                "CAST(NULL AS VARCHAR) AS ce_type",
                "CAST(NULL AS VARCHAR) AS ce_id",
                "CAST(NULL AS VARCHAR) AS ce_time",
                "CAST(NULL AS VARCHAR) AS value"
            })
            .collect(Collectors.joining(", ", "(SELECT ", " WHERE FALSE)"));
}
