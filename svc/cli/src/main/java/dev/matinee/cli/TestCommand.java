package dev.matinee.cli;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description =
                "Everything that proves the project, from nothing: suites of each language, jobs, the whole stack.")
final class TestCommand implements Callable<Integer> {
    private static final List<String> SUITES = List.of(
            "java",
            "ui",
            "shell",
            "prometheus",
            "jobs",
            "journey",
            "publish",
            "follower",
            "dashboards",
            "faults",
            "logs");
    private static final Set<String> ON_THE_STACK =
            Set.of("jobs", "journey", "publish", "follower", "dashboards", "faults", "logs");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "SUITE",
            split = ",",
            description =
                    "Some of: java, ui, shell, prometheus, jobs, journey, publish, follower, dashboards, faults, logs.")
    private List<String> only = List.of();

    @Override
    public Integer call() {
        var unknown = new TreeSet<>(only);
        SUITES.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no such suite: " + String.join(", ", unknown) + "; there are " + String.join(", ", SUITES));
        }
        var checkout = Checkout.current();
        var begun = System.nanoTime();
        Counts counts;
        try (var console = Console.standard()) {
            counts = run(checkout, console);
            console.title("Tested in " + Console.minutes(System.nanoTime() - begun));
        }
        System.out.println(counts);
        return counts.failed() == 0 && counts.passed() > 0 ? 0 : CliError.Exit.FAILED.code;
    }

    private Counts run(Checkout checkout, Console console) {
        var tools = new ToolBox(checkout, console).have(Tools.ALL);
        var proof = new Proof(checkout, console, tools);
        console.title("Testing");
        var counts = suite(proof, "java", proof::java)
                .plus(suite(proof, "ui", proof::webApp))
                .plus(suite(proof, "shell", proof::shell))
                .plus(suite(proof, "prometheus", proof::prometheus));
        return ON_THE_STACK.stream().anyMatch(this::wanted)
                ? counts.plus(onTheStack(checkout, console, proof))
                : counts;
    }

    private Counts onTheStack(Checkout checkout, Console console, Proof proof) {
        var stack = new Stack(checkout, console);
        var wasUp = new Agents(checkout, console).nomad().running().isPresent();
        try {
            var up = proof.suite("stack", () -> {
                stack.up(State.load(checkout).gatewayPort(), true);
                return new Counts(1, 0, 0);
            });
            var counts = up.plus(suite(proof, "jobs", proof::jobs));
            return up.failed() > 0
                    ? counts
                    : counts.plus(suite(proof, "journey", proof::journey))
                            .plus(suite(proof, "publish", proof::cutPublish))
                            .plus(suite(proof, "follower", proof::follower))
                            .plus(suite(proof, "dashboards", proof::dashboards))
                            .plus(suite(proof, "faults", proof::faults))
                            .plus(suite(proof, "logs", proof::logs));
        } finally {
            // What a test started, it stops; what was there before, it leaves.
            if (!wasUp) {
                stack.down(false);
            }
        }
    }

    private Counts suite(Proof proof, String name, Supplier<Counts> run) {
        return wanted(name) ? proof.suite(name, run) : Counts.NONE;
    }

    private boolean wanted(String name) {
        return only.isEmpty() || only.contains(name);
    }
}
