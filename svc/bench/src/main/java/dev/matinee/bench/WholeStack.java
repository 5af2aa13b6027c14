package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How long everything takes to be up on a machine that has all it needs, and what it holds in memory then. */
final class WholeStack {
    static final Row ROW =
            new Row("stack", "the whole stack: time to up, memory (stops a running stack)", WholeStack::measure);

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Pattern PART = Pattern.compile("✓ (\\S[^✓]*?)\\s+([\\d.]+) s\\s");
    private static final Pattern UP = Pattern.compile("Up in ([\\d.]+) s");

    private WholeStack() {}

    /** What one {@code matinee up} printed: seconds until all was there, and of the part that took longest by itself. */
    record Up(double all, double slowest) {}

    private static List<Finding> measure(Lab lab) {
        boolean wasUp = !daemons(lab).isEmpty();
        List<Up> ups = new ArrayList<>();
        List<Double> gibibytes = new ArrayList<>();
        try {
            for (int turn = 0; turn < lab.option("ups", 3); turn++) {
                matinee(lab, "down");
                ups.add(parse(matinee(lab, "up", "--no-build")));
                gibibytes.add(Memory.mib(daemons(lab).stream()
                                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants())))
                        / 1024);
            }
        } finally {
            if (!wasUp) {
                matinee(lab, "down");
            }
        }
        return List.of(
                Finding.ratio(
                        ROW.name(),
                        "whole stack, until up",
                        "its slowest part, in the same start",
                        "s",
                        new Pairs(
                                ups.stream().map(Up::all).toList(),
                                ups.stream().map(Up::slowest).toList()),
                        Target.atMost(1.2)),
                Finding.reading(
                        ROW.name(), "whole stack, memory (PSS) when up", "", gibibytes, Target.atMost(4, "GiB")));
    }

    static Up parse(String printed) {
        Matcher all = UP.matcher(printed);
        double slowest = 0;
        Matcher part = PART.matcher(printed);
        while (part.find()) {
            slowest = Math.max(slowest, Double.parseDouble(part.group(2)));
        }
        if (!all.find() || slowest == 0) {
            throw new BenchException("the stack did not come up: " + printed.strip());
        }
        return new Up(Double.parseDouble(all.group(1)), slowest);
    }

    /** On every core, as anybody would start it. */
    private static String matinee(Lab lab, String... arguments) {
        List<String> command = new ArrayList<>(lab.onEveryCore());
        command.add(lab.root().resolve("matinee").toString());
        command.addAll(List.of(arguments));
        return Command.run(LIMIT, command);
    }

    private static List<ProcessHandle> daemons(Lab lab) {
        Path pids = lab.root().resolve(".matinee/pids");
        if (!Files.isDirectory(pids)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(pids)) {
            return files.map(WholeStack::process).flatMap(Optional::stream).toList();
        } catch (IOException e) {
            throw new BenchException("cannot read " + pids, e);
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) {
        try {
            return ProcessHandle.of(
                            Long.parseLong(Files.readString(pidFile).strip().split(" ", 2)[0]))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
