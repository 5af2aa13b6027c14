package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The file by which an operator makes the warehouse's tables in Trino, and what it has to say. */
final class TrinoTables {
    private static final Path FILE = Path.of("trino", "warehouse.sql");
    private static final String SCHEMA = "warehouse.matinee";
    private static final String HEAD = """
            -- The warehouse's tables for Trino's Hive connector, in a catalog `warehouse` as warehouse.properties has it, over the bucket
            -- `warehouse`. TrinoTablesTest writes what this file has to be into target/. Days are found by their
            -- folders' names, so nothing is to be done when one comes or goes; after a new column DROP TABLE and make it again, which
            -- touches no file.
            CREATE SCHEMA IF NOT EXISTS %s;
            """.formatted(SCHEMA);

    private TrinoTables() {}

    static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a file, one after the other. */
    static List<String> statements(String file) {
        String sql = file.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(sql.split(";"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** What the file has to be, by the columns that the warehouse's own files have. */
    static String expected(Engine engine) {
        StringBuilder all = new StringBuilder(HEAD);
        try (Engine.Session session = engine.open()) {
            for (String table : Lake.tables()) {
                List<String> columns = new ArrayList<>(session.ask(
                        "SELECT column_name, column_type FROM (DESCRIBE " + table + ")",
                        row -> "  " + row.getString(1) + " " + type(row.getString(2))));
                // Trino wants what folders are named by last, and there it is.
                all.append("\nCREATE TABLE IF NOT EXISTS ")
                        .append(SCHEMA)
                        .append(".\"")
                        .append(table)
                        .append("\" (\n")
                        .append(String.join(",\n", columns))
                        .append("""
                             WITH (
                                partition_projection_type = 'date',
                                partition_projection_format = 'yyyy-MM-dd',
                                partition_projection_range = ARRAY['2025-01-01', 'NOW']
                              )
                            ) WITH (
                              format = 'PARQUET',
                              external_location = 's3://warehouse/%s',
                              partitioned_by = ARRAY['day'],
                              partition_projection_enabled = true
                            );
                            """.formatted(table));
            }
        }
        return all.toString();
    }

    private static String type(String duckDb) {
        return switch (duckDb) {
            case "VARCHAR" -> "varchar";
            case "BIGINT" -> "bigint";
            case "INTEGER" -> "integer";
            case "DOUBLE" -> "double";
            case "BOOLEAN" -> "boolean";
            case "TIMESTAMP" -> "timestamp(6)";
            case "DATE" -> "date";
            default -> throw new AssertionError(duckDb + " is no type that Trino reads from Parquet as it is");
        };
    }
}
