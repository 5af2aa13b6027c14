package dev.matinee.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Consul and Nomad on this machine, started once and left running. */
final class Agents {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Checkout checkout;
    private final Console console;

    Agents(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    Daemon consul() {
        return new Daemon(checkout, "consul");
    }

    Daemon nomad() {
        return new Daemon(checkout, "nomad");
    }

    void start(Map<String, ToolBox.Found> tools) {
        var consulProgram = program(tools, "consul");
        var nomadProgram = program(tools, "nomad");
        start(
                "consul",
                Agent.CONSUL,
                consul(),
                List.of(
                        consulProgram.toString(),
                        "agent",
                        "-config-file",
                        checkout.root().resolve("consul/dev.hcl").toString(),
                        "-data-dir",
                        data("consul").toString()));
        start(
                "nomad",
                Agent.NOMAD,
                nomad(),
                List.of(
                        // Nomad's java driver takes the java it finds first.
                        "env",
                        "PATH=" + System.getProperty("java.home") + "/bin:" + System.getenv("PATH"),
                        nomadProgram.toString(),
                        "agent",
                        "-config",
                        checkout.jobs().resolve("agent/dev.hcl").toString(),
                        "-data-dir",
                        data("nomad").toString()));
        var joined = Wait.until(
                PATIENCE,
                Duration.ofMillis(200),
                () -> Agent.NOMAD
                        .get("/v1/nodes")
                        .valueStream()
                        .anyMatch(node -> node.path("Status").asText().equals("ready")));
        if (!joined) {
            throw CliError.unhealthy("Nomad's client did not join within " + PATIENCE.toSeconds() + " s")
                    .withLog(nomad().log());
        }
    }

    private static Path program(Map<String, ToolBox.Found> tools, String name) {
        var found = tools.get(name);
        if (found == null) {
            throw CliError.machine(name + " is missing; ./matinee tools has it");
        }
        return found.program(name);
    }

    private void start(String name, Agent agent, Daemon daemon, List<String> command) {
        if (daemon.running().isPresent() && agent.ready()) {
            return;
        }
        if (daemon.running().isEmpty()) {
            if (!State.free(agent.base().getPort())) {
                throw CliError.machine("port " + agent.base().getPort() + " is taken, and not by this checkout's "
                        + agent.name() + "; if another checkout is up, ./matinee down there first");
            }
            daemon.start(command);
        }
        console.begin(name);
        var ready = Wait.until(PATIENCE, Duration.ofMillis(100), () -> {
            if (daemon.running().isEmpty()) {
                console.failed(name, "ended by itself");
                throw CliError.unhealthy(agent.name() + " ended by itself").withLog(daemon.log());
            }
            return agent.ready();
        });
        if (!ready) {
            console.failed(name, "no leader");
            throw CliError.unhealthy(agent.name() + " has no leader after " + PATIENCE.toSeconds() + " s")
                    .withLog(daemon.log());
        }
        console.done(name, agent.base().getAuthority());
    }

    private Path data(String name) {
        return Checkout.made(checkout.run().resolve(name));
    }

    /** Whether an earlier run left allocations behind, be its agent alive or not. */
    boolean remains() {
        return Files.isDirectory(checkout.run().resolve("nomad"));
    }
}
