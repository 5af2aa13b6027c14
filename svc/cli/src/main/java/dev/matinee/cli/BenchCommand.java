package dev.matinee.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "How fast the parts are, each beside a peer run in the same minute; a report with the losing rows.")
final class BenchCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofHours(3);
    private static final List<String> OF_THE_STACK = List.of("nginx", "traefik", "ffmpeg");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(paramLabel = "ROW", description = "Some of the rows; all without any. See --list.")
    private List<String> rows = List.of();

    @Option(names = "--list", description = "The names of the rows and what each measures.")
    private boolean list;

    @Option(names = "--pairs", paramLabel = "N", description = "Readings of each side; 7 unless told.")
    private int pairs = 7;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of one reading under load; 3 unless told.")
    private int seconds = 3;

    @Option(
            names = "--set",
            paramLabel = "NAME=N",
            description = "What single rows can be told, see svc/bench/README.md.")
    private Map<String, String> options = Map.of();

    @Override
    public Integer call() {
        if (pairs < 1 || pairs > 100 || seconds < 1 || seconds > 600) {
            throw new ParameterException(spec.commandLine(), "--pairs is from 1 to 100 and --seconds from 1 to 600");
        }
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw CliError.machine("a benchmark needs two cores: one for what is measured, one for the load");
        }
        var checkout = Checkout.current();
        var tools = new TreeMap<String, Path>();
        try (var console = Console.standard()) {
            var build = new Build(checkout, console);
            if (!list) {
                tools.putAll(tools(checkout, console));
                build.services();
            }
            build.bench();
        }
        var out = Checkout.made(checkout.run().resolve("bench"))
                .resolve(
                        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now(ZoneId.systemDefault()))
                                + ".json");
        var exit = Exec.of(command(checkout, tools, out))
                .in(checkout.root())
                .with("MATINEE_URL", State.load(checkout).publicUrl())
                .with("MATINEE_USER", Addresses.demoCreator(checkout))
                .with("MATINEE_PASSWORD", Addresses.demoPassword(checkout))
                .within(LIMIT)
                .attached();
        if (exit == 0 && !list) {
            System.out.println("readings: " + checkout.shown(out));
        }
        return exit;
    }

    private static Map<String, Path> tools(Checkout checkout, Console console) {
        var wanted = new ArrayList<>(Tools.BENCH);
        Tools.ALL.stream().filter(tool -> OF_THE_STACK.contains(tool.name())).forEach(wanted::add);
        var programs = new TreeMap<String, Path>();
        new ToolBox(checkout, console)
                .have(wanted)
                .forEach((name, found) ->
                        programs.put(name, found.home().resolve(found.tool().mainProgram())));
        return programs;
    }

    private List<String> command(Checkout checkout, Map<String, Path> tools, Path out) {
        var module = checkout.root().resolve("svc/bench/target");
        var command = new ArrayList<>(List.of(
                // All that is measured shares one core; the load is made on the other.
                "taskset",
                "-c",
                "0",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                module.resolve("bench.jar") + ":" + module.resolve("lib") + "/*",
                "dev.matinee.bench.Main",
                "root=" + checkout.root(),
                "out=" + out,
                "pairs=" + pairs,
                "seconds=" + seconds));
        if (list) {
            command.add("list=true");
        }
        tools.forEach((name, program) -> command.add("tool." + name + "=" + program));
        options.forEach((name, value) -> command.add("option." + name + "=" + value));
        command.addAll(rows);
        return command;
    }
}
