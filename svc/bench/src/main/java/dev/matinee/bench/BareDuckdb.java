package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The peer of the warehouse's questions: the version of DuckDB that analytics has, and nothing else. It runs the statements of a file,
 * one a line, and tells the time of each as DuckDB's command line does.
 */
public final class BareDuckdb {
    private BareDuckdb() {}

    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String sql : Files.readAllLines(Path.of(args[0]))) {
                if (sql.startsWith(".")) {
                    continue;
                }
                long begun = System.nanoTime();
                if (statement.execute(sql)) {
                    read(statement);
                }
                System.out.println(String.format(
                        Locale.ROOT, "Run Time (s): real %.6f user 0 sys 0", (System.nanoTime() - begun) / 1e9));
            }
        }
    }

    private static void read(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    rows.getObject(column);
                }
            }
        }
    }
}
