package dev.matinee.analytics;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;

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
            define(session, warehouse, RollUps.SESSION, sessions);
            define(session, warehouse, RollUps.ROLLUP, RollUps.sums("(" + sessions + ")"));
        }
    }

    private static void define(Engine.Session session, Warehouse warehouse, String table, String empty) {
        warehouse.schema(table, file -> session.write(empty, file));
        session.run("CREATE OR REPLACE VIEW " + table + " AS SELECT * FROM read_parquet("
                + Engine.quoted(warehouse.table(table).resolve("*").resolve("*.parquet"))
                + ", hive_partitioning = true, hive_types = {'day': DATE}, union_by_name = true)");
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
