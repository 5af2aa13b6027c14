package dev.matinee.analytics;

import dev.matinee.kit.http.ProblemException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One question in SQL to the files, for an operator at a terminal; it reads beside whoever writes, and changes nothing. */
final class SqlShell {
    private static final Engine.Settings SETTINGS = new Engine.Settings(512, 2, Duration.ofMinutes(5));
    private static final int MAX_ROWS = 1_000;

    private SqlShell() {}

    /** @param arguments the warehouse's folder, the question; returns what the process ends with */
    static int run(List<String> arguments, PrintStream out) {
        Path directory = Path.of(arguments.get(0));
        Warehouse warehouse = new Warehouse(directory);
        try (Engine engine = new Engine(SETTINGS, directory.resolve("spill").resolve("sql-" + UUID.randomUUID()))) {
            Relations.define(engine, warehouse);
            try (Engine.Session session = engine.open()) {
                List<String> header = new ArrayList<>();
                List<List<String>> rows = session.ask(
                        "SELECT * FROM (" + arguments.get(1).strip().replaceAll(";\\s*$", "") + "\n) LIMIT "
                                + (MAX_ROWS + 1),
                        row -> cells(row, header));
                print(out, header, rows);
            }
            return 0;
        } catch (Engine.EngineException | ProblemException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private static List<String> cells(ResultSet row, List<String> header) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> cells = new ArrayList<>();
        boolean first = header.isEmpty();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (first) {
                header.add(columns.getColumnLabel(i));
            }
            String cell = row.getString(i);
            cells.add(cell == null ? "" : cell);
        }
        return cells;
    }

    private static void print(PrintStream out, List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows.subList(0, Math.min(MAX_ROWS, rows.size())));
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = all.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        out.println(rows.size() > MAX_ROWS ? "the first " + MAX_ROWS + " rows" : rows.size() + " rows");
    }
}
