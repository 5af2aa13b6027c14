package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB by itself, in a process of its own for each run; times are those that it tells, so its start is not in them. */
record Duckdb(Lab lab, String name, List<String> command) {
    private static final Pattern TIME = Pattern.compile("real ([0-9.]+)");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** DuckDB's command line. */
    static Duckdb commandLine(Lab lab) {
        return new Duckdb(
                lab, "duckdb-cli 1.5", List.of(lab.tool("duckdb"), "-batch", "-init", "/dev/null", "-c", ".read "));
    }

    /** The version that analytics has within it, of which there is no command line to be had here. */
    static Duckdb sameVersion(Lab lab) {
        return new Duckdb(
                lab,
                "DuckDB 2.0 by itself",
                List.of(
                        Lab.java(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareDuckdb.class.getName(),
                        ""));
    }

    /** Runs a statement so many times in one process; seconds of each. */
    List<Double> seconds(String sql, int times) {
        return run(Collections.nCopies(times, sql));
    }

    /** Runs statements one after the other in one process; seconds of each. */
    List<Double> run(List<String> statements) {
        Path script = lab.work().resolve("statements.sql");
        StringBuilder text = new StringBuilder(".timer on\n");
        statements.forEach(
                sql -> text.append(sql.replaceAll("\\s+", " ").strip()).append(";\n"));
        List<Double> seconds = new ArrayList<>();
        try {
            Files.writeString(script, text);
            List<String> all = new ArrayList<>(command);
            all.set(all.size() - 1, all.getLast() + script);
            Matcher time = TIME.matcher(Command.run(LIMIT, all));
            while (time.find()) {
                seconds.add(Double.parseDouble(time.group(1)));
            }
        } catch (IOException e) {
            throw new BenchException("cannot write " + script, e);
        }
        if (seconds.size() != statements.size()) {
            throw new BenchException(name + " told " + seconds.size() + " times for " + statements.size());
        }
        return seconds;
    }
}
