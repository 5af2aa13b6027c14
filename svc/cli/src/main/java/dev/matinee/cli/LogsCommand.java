package dev.matinee.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "What a part wrote: the newest allocation's output and errors, or an agent's or build's log;"
                + " or what all parts wrote about one trace.")
final class LogsCommand implements Runnable {
    @Parameters(
            paramLabel = "PART",
            arity = "0..1",
            description = "A part of ./matinee status, or a log of .matinee/logs such as nomad or build-services.")
    private Optional<String> of = Optional.empty();

    @Option(
            names = "--trace",
            paramLabel = "ID",
            description = "Of a trace instead, from every part of every machine, as Elasticsearch has it.")
    private Optional<String> trace = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as more is written.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "200",
            description = "How many lines from the end (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--json", description = "As it was written: the services write one JSON object a line.")
    private boolean raw;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        if (of.isPresent() == trace.isPresent()) {
            throw new ParameterException(spec.commandLine(), "either a part or --trace");
        }
        trace.ifPresent(this::traced);
        of.ifPresent(this::written);
    }

    private void traced(String id) {
        var lines = LogSearch.ofTheStack().ofTrace(id);
        if (lines.isEmpty()) {
            throw CliError.failed("no line of the trace " + id + "; what was just written takes a few seconds");
        }
        lines.forEach(line -> spec.commandLine().getOut().println(raw ? Json.write(line) : LogLine.found(line)));
    }

    private void written(String part) {
        var checkout = Checkout.current();
        var files = new ArrayList<String>();
        var own = checkout.logs().resolve(part + ".log");
        if (Files.exists(own)) {
            files.add(own.toString());
        } else {
            allocation(part).ifPresent(it -> files.addAll(it.logFiles(checkout)));
        }
        if (files.isEmpty()) {
            throw CliError.failed("no log of " + part + "; parts: " + String.join(", ", known(checkout)));
        }
        var command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        command.addAll(files);
        Exec.of(command)
                .telling(line -> spec.commandLine().getOut().println(raw ? line : LogLine.text(line)))
                .told();
    }

    private static Optional<Allocation> allocation(String part) {
        if (!Agent.NOMAD.ready()) {
            throw CliError.unhealthy("Nomad does not answer, so I do not know where " + part + " writes; ./matinee up");
        }
        return Jobs.running().containsKey(part) ? Allocation.newest(part) : Optional.empty();
    }

    private static List<String> known(Checkout checkout) {
        var names = new TreeSet<String>(Jobs.running().keySet());
        for (var file : Checkout.list(checkout.logs())) {
            names.add(String.valueOf(file.getFileName()).replaceAll("\\.log$", ""));
        }
        return List.copyOf(names);
    }
}
