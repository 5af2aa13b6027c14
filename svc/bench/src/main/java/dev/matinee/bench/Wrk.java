package dev.matinee.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk} on its own core. */
record Wrk(int connections, Duration length, List<String> headers, List<String> script) {
    /** What one run told: requests a second, half of the answers' time in milliseconds, how many, and how many were no 2xx. */
    record Load(double perSecond, double p50Millis, long requests, long refused) {}

    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern P50 = Pattern.compile("\\s50%\\s+([\\d.]+)(us|ms|s|m)\\s");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern BROKEN =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    static Wrk of(int connections, Duration length) {
        return new Wrk(connections, length, List.of(), List.of());
    }

    Wrk header(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new Wrk(connections, length, List.copyOf(more), script);
    }

    /** A Lua script and its arguments. */
    Wrk script(String... fileAndArguments) {
        return new Wrk(connections, length, headers, List.of(fileAndArguments));
    }

    /** Requests a second; an answer that is no success is no reading. */
    double perSecond(Lab lab, URI target) {
        return run(lab, target).perSecond();
    }

    Load run(Lab lab, URI target) {
        List<String> command = new ArrayList<>(lab.onLoadCore());
        command.addAll(List.of(
                lab.tool("wrk"),
                "-t1",
                "-c" + connections,
                "-d" + length.toMillis() / 1000 + "s",
                "--latency",
                "--timeout",
                "10s"));
        headers.forEach(line -> command.addAll(List.of("-H", line)));
        if (!script.isEmpty()) {
            command.addAll(List.of("-s", script.getFirst()));
        }
        command.add(target.toString());
        if (script.size() > 1) {
            command.add("--");
            command.addAll(script.subList(1, script.size()));
        }
        Load load = parse(Command.run(length.plusSeconds(30), command));
        if (load.refused() > 0) {
            throw new BenchException(load.refused() + " requests to " + target + " had no good answer");
        }
        return load;
    }

    static Load parse(String printed) {
        Matcher rate = RATE.matcher(printed);
        Matcher half = P50.matcher(printed);
        Matcher count = COUNT.matcher(printed);
        if (!rate.find() || !half.find() || !count.find()) {
            throw new BenchException("wrk told no rate: " + printed.strip());
        }
        long refused = 0;
        Matcher other = REFUSED.matcher(printed);
        if (other.find()) {
            refused += Long.parseLong(other.group(1));
        }
        Matcher broken = BROKEN.matcher(printed);
        if (broken.find()) {
            for (int kind = 1; kind <= broken.groupCount(); kind++) {
                refused += Long.parseLong(broken.group(kind));
            }
        }
        double scale = switch (half.group(2)) {
            case "us" -> 0.001;
            case "ms" -> 1;
            case "s" -> 1_000;
            default -> 60_000;
        };
        return new Load(
                Double.parseDouble(rate.group(1)),
                Double.parseDouble(half.group(1)) * scale,
                Long.parseLong(count.group(1)),
                refused);
    }
}
