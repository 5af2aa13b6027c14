package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the rows it is given and prints the table; {@code ./matinee bench} starts it. Arguments are {@code key=value}
 * (root, out, pairs, seconds, tool.NAME, option.NAME) and names of rows. Ends with 0 whatever was found: it is a report.
 */
public final class Main {
    static final List<Row> ROWS = List.of(
            CatalogReads.NEAR,
            CatalogReads.REDIS,
            ColdReads.ROW,
            CatalogWrites.ROW,
            MediaReads.CACHED,
            MediaReads.MISSES,
            Uploads.TO_S3,
            Uploads.MEMORY,
            FeedRows.ROW,
            Encodes.LADDER,
            Encodes.CHUNKS,
            ServiceStart.ROW,
            Searches.ROW,
            AnalyticsRows.QUERY,
            AnalyticsRows.INGEST,
            AnalyticsRows.COLLECT,
            GatewayReads.ROW,
            WholeStack.ROW);

    private Main() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> told = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                names.add(arg);
            } else {
                told.put(arg.substring(0, equals), arg.substring(equals + 1));
            }
        }
        if (told.containsKey("list")) {
            ROWS.forEach(row -> System.out.printf("%-18s %s%n", row.name(), row.what()));
            return;
        }
        for (String name : names) {
            if (ROWS.stream().noneMatch(row -> isOf(row, name))) {
                System.err.println("matinee: no such row: " + name + "; there are "
                        + String.join(", ", ROWS.stream().map(Row::name).toList()));
                System.exit(2);
            }
        }
        Path work = Files.createTempDirectory("matinee-bench-");
        Lab lab = new Lab(
                Path.of(told.getOrDefault("root", ".")),
                work,
                Integer.parseInt(told.getOrDefault("pairs", "7")),
                Duration.ofSeconds(Long.parseLong(told.getOrDefault("seconds", "3"))),
                under(told, "tool."),
                under(told, "option."));
        Report report;
        try {
            report = measure(lab, names);
        } finally {
            Command.run(Duration.ofMinutes(2), List.of("rm", "-rf", "--", work.toString()));
        }
        System.out.print(report.table());
        report.store(Path.of(told.getOrDefault("out", "bench.json")), machine(lab));
        // What a row left behind (a client's threads, say) must not hold the command up.
        System.exit(0);
    }

    private static Report measure(Lab lab, List<String> names) {
        List<Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Row row : ROWS) {
            if (!names.isEmpty() && names.stream().noneMatch(name -> isOf(row, name))) {
                continue;
            }
            System.err.println(row.name() + ": " + row.what());
            try {
                List<Finding> found = row.measure().in(lab);
                found.forEach(finding -> lab.say(finding.path() + ": " + finding.resultText()));
                findings.addAll(found);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                notes.add(row.name() + ": interrupted");
                break;
            } catch (Exception e) {
                // One row that cannot be measured is said in the report; the others are.
                lab.say("not measured: " + e.getMessage());
                if (!(e instanceof BenchException)) {
                    e.printStackTrace();
                }
                notes.add(row.name() + ": " + e.getMessage());
            }
        }
        return new Report(findings, notes);
    }

    /** {@code analytics} means {@code analytics.query} too. */
    private static boolean isOf(Row row, String name) {
        return row.name().equals(name) || row.name().startsWith(name + ".");
    }

    private static Map<String, String> under(Map<String, String> told, String prefix) {
        Map<String, String> found = new HashMap<>();
        told.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return Map.copyOf(found);
    }

    private static Map<String, Object> machine(Lab lab) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().toString());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("pairs", lab.pairs());
        machine.put("seconds", lab.length().toSeconds());
        return machine;
    }
}
