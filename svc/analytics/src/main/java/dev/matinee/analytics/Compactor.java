package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes one sorted file of a day's many. A day that goes on has its small files put together when they are many; one that is over, and of
 * which nothing new came for a while, is made one file, or some when it is large. What comes late is another file, and after a while the day is made one again. Only
 * who writes the warehouse does this.
 */
final class Compactor {
    private static final System.Logger LOG = System.getLogger(Compactor.class.getName());
    private static final long SMALL = 16L * 1024 * 1024;
    /** What is put together at once, or sorting it would hold up what comes from Kafka for long. */
    private static final long MOST = 4 * SMALL;

    private final Engine engine;
    private final Warehouse warehouse;
    private final Clock clock;
    private final Settings settings;
    private final Consumer<Step> steps;
    /** What the engine did not take; it is left as it is until the service starts again. */
    private final Set<Path> left = new HashSet<>();

    /** What is done of it; a crash between two of them must cost nothing. */
    enum Step {
        MADE,
        CHANGED
    }

    /**
     * @param files small ones of a day that are put together when they are so many
     * @param quiet a day that is over is made one file when nothing came for so long
     */
    record Settings(int files, Duration quiet) {}

    Compactor(Engine engine, Warehouse warehouse, Clock clock, Settings settings) {
        this(engine, warehouse, clock, settings, step -> {});
    }

    /** @param steps is told of each step, for tests that end the process there */
    Compactor(Engine engine, Warehouse warehouse, Clock clock, Settings settings, Consumer<Step> steps) {
        this.engine = engine;
        this.warehouse = warehouse;
        this.clock = clock;
        this.settings = settings;
        this.steps = steps;
    }

    /** Does what is due, a day of each table at most, since nothing is read from Kafka meanwhile; returns how many days. */
    int run() {
        int days = 0;
        for (Map.Entry<String, String> table : tables().entrySet()) {
            for (LocalDate day : warehouse.days(table.getKey())) {
                List<Path> due = due(table.getKey(), day);
                if (!due.isEmpty()) {
                    days += attempt(table.getKey(), day, table.getValue(), due);
                    break;
                }
            }
        }
        return days;
    }

    /** Folders, and what their rows are sorted by. */
    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        for (WarehouseTable table : WarehouseTable.values()) {
            tables.put(table.folder(), table.order());
        }
        tables.put(Batch.UNREADABLE, "topic, kafka_partition, kafka_offset");
        return tables;
    }

    private int attempt(String table, LocalDate day, String order, List<Path> parts) {
        try {
            compact(table, day, order, parts);
            return 1;
        } catch (Engine.EngineException e) {
            LOG.log(Level.WARNING, "{0} of {1} is left as it is: {2}", table, day, e.reason());
            left.addAll(parts);
            return 0;
        }
    }

    /** Those of a day that are small, from the smallest on, when they are to be one; others are large enough. */
    private List<Path> due(String table, LocalDate day) {
        if (!warehouse.canChange(table, day)) {
            return List.of();
        }
        List<Path> small = new ArrayList<>();
        long together = 0;
        for (Path file : warehouse.files(table, day).stream()
                .filter(file -> size(file) < SMALL && !left.contains(file))
                .sorted(Comparator.comparingLong(Compactor::size))
                .toList()) {
            together += size(file);
            if (together <= MOST) {
                small.add(file);
            }
        }
        boolean over = small.size() > 1 && isOver(day) && isQuiet(small);
        return over || small.size() >= settings.files() ? List.copyOf(small) : List.of();
    }

    private boolean isOver(LocalDate day) {
        return day.isBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private boolean isQuiet(List<Path> files) {
        Instant newest = newest(files).toInstant();
        return newest.isBefore(clock.instant().minus(settings.quiet()));
    }

    private void compact(String table, LocalDate day, String order, List<Path> parts) {
        long begun = System.nanoTime();
        String rows = "read_parquet("
                + parts.stream().map(Engine::quoted).collect(Collectors.joining(", ", "[", "]"))
                + ", union_by_name = true, hive_partitioning = false)";
        warehouse.change(table, day, generation -> {
            Path made = generation.resolve("compacted-" + generation.getFileName() + ".parquet");
            try (Engine.Session session = engine.open()) {
                session.write("SELECT * FROM " + rows + " ORDER BY " + order, made);
                long before = session.count(rows);
                long after = session.count("read_parquet(" + Engine.quoted(made) + ")");
                if (before != after) {
                    throw new IllegalStateException(table + " of " + day + " has " + before + " rows and was to have "
                            + after + ": it is left as it is");
                }
                // As old as what it is made of, or all that is made of the day would be made again.
                Files.setLastModifiedTime(made, newest(parts));
                for (Path other : warehouse.files(table, day)) {
                    if (!parts.contains(other)) {
                        Files.createLink(generation.resolve(other.getFileName()), other);
                    }
                }
            }
            steps.accept(Step.MADE);
            return List.of(made);
        });
        steps.accept(Step.CHANGED);
        LOG.log(
                Level.INFO,
                "{0} files of {1} of {2} are one, in {3} ms",
                parts.size(),
                table,
                day,
                (System.nanoTime() - begun) / 1_000_000);
    }

    private static FileTime newest(List<Path> files) {
        return files.stream().map(Compactor::time).max(FileTime::compareTo).orElseThrow();
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
