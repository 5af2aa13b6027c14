package dev.matinee.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "What a part wrote: the newest allocation's output and errors, or an agent's or build's log.")
final class LogsCommand implements Runnable {
    @Parameters(
            paramLabel = "PART",
            description = "A part of ./matinee status, or a log of .matinee/logs such as nomad or build-services.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private String part;

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
        var checkout = Checkout.current();
        var files = new ArrayList<String>();
        var own = checkout.logs().resolve(part + ".log");
        if (Files.exists(own)) {
            files.add(own.toString());
        } else {
            allocation().ifPresent(it -> files.addAll(it.logFiles(checkout)));
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

    private Optional<Allocation> allocation() {
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
