package dev.matinee.analytics;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes one person out of the files: their reports go, and of films that were theirs the owner. Only who writes the warehouse does
 * this. What is made of those files is older than they are afterwards, so it is made again; what Kafka still has of the person is left
 * out when it comes ({@link Erasures#all}).
 */
final class Eraser {
    private static final System.Logger LOG = System.getLogger(Eraser.class.getName());

    private final Engine engine;
    private final Warehouse warehouse;

    Eraser(Engine engine, Warehouse warehouse) {
        this.engine = engine;
        this.warehouse = warehouse;
    }

    /**
     * Erases whoever is asked for from every file that knows of persons, and returns them; a crash between leaves it to the next
     * time. Sums that know of none are made again without them when that is next done.
     *
     * @param but who was erased so already
     */
    List<String> run(Set<String> but) {
        List<String> people = warehouse.erasures().asked().stream()
                .filter(person -> !but.contains(person))
                .toList();
        for (String person : people) {
            int files = 0;
            try (Engine.Session session = engine.open()) {
                for (WarehouseTable table : WarehouseTable.values()) {
                    files += erase(session, table, person);
                }
                files += erase(session, Batch.UNREADABLE, "contains(value, " + Engine.quoted(person) + ")", List.of());
                // Not left to be made again: of the oldest days that are kept they cannot be, and of a day that is too
                // large.
                for (String sums : List.of(RollUps.SESSION, RollUp.VIEWER.folder())) {
                    files += erase(session, sums, "viewer = " + Engine.quoted(person), List.of());
                }
            }
            LOG.log(Level.INFO, "somebody was erased from {0} files", files);
        }
        return people;
    }

    private int erase(Engine.Session session, WarehouseTable table, String person) {
        return table.person()
                .map(column -> erase(session, table.folder(), column + " = " + Engine.quoted(person), table.blanked()))
                .orElse(0);
    }

    private static boolean isSum(String folder) {
        return folder.equals(RollUps.SESSION) || folder.equals(RollUp.VIEWER.folder());
    }

    /** How many files had to be written anew. */
    private int erase(Engine.Session session, String folder, String theirs, List<String> blanked) {
        int files = 0;
        for (Path file : warehouse.files(folder)) {
            String rows = "read_parquet(" + Engine.quoted(file) + ", hive_partitioning = false)";
            if (session.count(rows + " WHERE " + theirs) > 0) {
                Path made = warehouse.toMake("erased.parquet");
                session.write(without(rows, theirs, blanked), made);
                if (isSum(folder)) {
                    warehouse.seemAsOld(made, file);
                }
                warehouse.rewrite(file, made);
                files++;
            }
        }
        return files;
    }

    /** The question for rows without those of whom was erased before they came. */
    static String without(WarehouseTable table, String rows, List<String> erased) {
        if (erased.isEmpty() || table.person().isEmpty()) {
            return rows;
        }
        String theirs = table.person().orElseThrow() + " IN ("
                + String.join(", ", erased.stream().map(Engine::quoted).toList()) + ")";
        return without("(" + rows + ")", theirs, table.blanked());
    }

    private static String without(String rows, String theirs, List<String> blanked) {
        if (blanked.isEmpty()) {
            return "SELECT * FROM " + rows + " WHERE NOT COALESCE(" + theirs + ", FALSE)";
        }
        return blanked.stream()
                .map(column -> "CASE WHEN " + theirs + " THEN 'erased' ELSE " + column + " END AS " + column)
                .collect(Collectors.joining(", ", "SELECT * REPLACE (", ") FROM " + rows));
    }
}
