package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Brings everything up, and down again. */
final class Stack {
    private static final String WEB_APP = "web app";
    private static final String LOCK = "up.lock";

    private final Checkout checkout;
    private final Console console;

    Stack(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    State up(int gatewayPort, boolean buildFirst) {
        var begun = System.nanoTime();
        var tools = new ToolBox(checkout, console).have(Tools.forStack());
        return alone(() -> {
            console.title("Starting Matinee");
            var state = start(tools, gatewayPort, buildFirst);
            console.title("Up in " + Console.seconds(System.nanoTime() - begun));
            return state;
        });
    }

    /** One at a time, of all processes; the lock of one that is killed ends with it. */
    private <T> T alone(Supplier<T> work) {
        try (var lock = FileChannel.open(
                        Checkout.made(checkout.run()).resolve(LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var held = lock.tryLock()) {
            if (held == null) {
                throw taken();
            }
            return work.get();
        } catch (OverlappingFileLockException e) {
            throw taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CliError taken() {
        return CliError.failed("another ./matinee is bringing this checkout up or down; wait for it, or end it");
    }

    private State start(Map<String, ToolBox.Found> tools, int gatewayPort, boolean buildFirst) {
        var build = new Build(checkout, console);
        if (buildFirst) {
            build.services();
            build.webApp();
        }
        var webApp = build.builtWebApp();

        var agents = new Agents(checkout, console);
        var store = new ArtifactStore(checkout, console);
        var sums = store.fill();
        var before = State.load(checkout);
        var state = store.serve(new State(gatewayPort, before.artifactsPort()));
        state.save(checkout);
        agents.start(tools);
        var gatewayRuns = before.gatewayPort() == gatewayPort && Jobs.running().containsKey("traefik");
        if (!gatewayRuns && !State.free(gatewayPort)) {
            throw CliError.machine("port " + gatewayPort
                    + " of the gateway is taken by another program; give another: ./matinee up --port 8081");
        }

        var nomad = tools.get("nomad");
        if (nomad == null) {
            throw CliError.machine("nomad is missing");
        }
        var javaHome = Path.of(System.getProperty("java.home"));
        var releaseVar = new Release(checkout, state, sums, tools, javaHome).write();
        var jobs = runnable(new Jobs(checkout, nomad.program("nomad")).read(releaseVar), sums);
        var secrets = secrets();

        var needs = new LinkedHashMap<>(Jobs.graph(jobs.values()).needs());
        if (webApp.isPresent() && jobs.containsKey("seaweedfs")) {
            needs.put(WEB_APP, Set.of("seaweedfs"));
        }
        GraphRun.run(new StartGraph(needs), part -> {
            var job = jobs.get(part);
            if (job == null) {
                console.during(
                        WEB_APP,
                        () -> WebBucket.of(secrets).publish(webApp.orElseThrow()),
                        count -> count + " files in the bucket web");
                return;
            }
            console.during(
                    part,
                    () -> {
                        Jobs.submit(job);
                        return Jobs.awaitReady(job);
                    },
                    address -> address);
        });
        return state;
    }

    /** Leaves out the jobs whose own pack is not built, and says so; nothing may need them. */
    private Map<String, JsonNode> runnable(Map<String, JsonNode> jobs, Map<String, String> sums) {
        var kept = new TreeMap<String, JsonNode>();
        jobs.forEach((name, job) -> {
            var pack = job.path("Meta").path("pack").asText("");
            if (pack.isEmpty() || sums.containsKey(pack)) {
                kept.put(name, job);
            } else {
                console.warn(name + " is left out: svc/" + pack + " has no built pack");
            }
        });
        return kept;
    }

    private Map<String, String> secrets() {
        var asked = checkout.jobs().resolve("secrets.json");
        var existing = savedSecrets(checkout);
        if (!Files.exists(asked)) {
            return existing;
        }
        var declared = Json.read(asked);
        var secrets = Secrets.complete(declared, existing);
        saveSecrets(checkout, secrets);
        Secrets.variables(declared, secrets).forEach(Jobs::variable);
        return secrets;
    }

    static Map<String, String> savedSecrets(Checkout checkout) {
        var file = secretsFile(checkout);
        var saved = new TreeMap<String, String>();
        if (Files.exists(file)) {
            Json.read(file)
                    .properties()
                    .forEach(it -> saved.put(it.getKey(), it.getValue().asText()));
        }
        return saved;
    }

    static void saveSecrets(Checkout checkout, Map<String, String> secrets) {
        Json.store(secretsFile(checkout), secrets);
    }

    private static Path secretsFile(Checkout checkout) {
        return checkout.run().resolve("secrets.json");
    }

    /** Stops what runs; with purge also forgets everything, so that the next start is the first. */
    void down(boolean purge) {
        alone(() -> {
            stop(purge);
            return purge;
        });
    }

    private void stop(boolean purge) {
        var agents = new Agents(checkout, console);
        if (agents.nomad().running().isEmpty() && agents.remains() && !Agent.NOMAD.ready()) {
            stopOrphans(agents);
        } else if (agents.nomad().running().isPresent()) {
            stopJobs();
        }
        stop("nomad", agents.nomad(), Duration.ofSeconds(30));
        stop("consul", agents.consul(), Duration.ofSeconds(30));
        stop("artifacts", ArtifactStore.daemon(checkout), Duration.ofSeconds(5));
        unmount();
        if (purge) {
            console.during("purge", this::purge, shown -> shown);
        }
    }

    /** A killed Nomad leaves its tasks running; started again it knows them and can end them. */
    private void stopOrphans(Agents agents) {
        var box = new ToolBox(checkout, console);
        var tools = new TreeMap<String, ToolBox.Found>();
        for (var tool : Tools.ALL) {
            if (List.of("nomad", "consul").contains(tool.name())) {
                box.find(tool).ifPresent(it -> tools.put(tool.name(), it));
            }
        }
        if (tools.size() == 2 && orphaned()) {
            agents.start(tools);
            stopJobs();
        }
    }

    private boolean orphaned() {
        var marker = checkout.run().resolve("nomad").toString();
        return ProcessHandle.allProcesses()
                .anyMatch(it -> it.info().commandLine().orElse("").contains(marker));
    }

    private void stopJobs() {
        var jobs = Jobs.running();
        var needs = new LinkedHashMap<String, Set<String>>();
        Jobs.graph(jobs.values()).needs().forEach((part, others) -> {
            var there = new TreeSet<>(others);
            there.retainAll(jobs.keySet());
            needs.put(part, there);
        });
        GraphRun.run(
                new StartGraph(needs).reversed(),
                part -> console.during(
                        part,
                        () -> {
                            Jobs.stop(part, Duration.ofSeconds(90));
                            return "stopped";
                        },
                        word -> word));
    }

    private void stop(String name, Daemon daemon, Duration patience) {
        if (daemon.running().isPresent()) {
            console.during(name, () -> daemon.stop(patience), ignored -> "stopped");
        }
    }

    private void unmount() {
        try {
            var mounts = Trees.mountsUnder(checkout.run(), Files.readAllLines(Path.of("/proc/self/mountinfo")));
            for (var mount : mounts) {
                Exec.of("umount", mount.toString()).logged(checkout.log("umount"), "cannot unmount " + mount);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String purge() {
        try {
            for (var entry : Checkout.list(checkout.run())) {
                var name = entry.getFileName().toString();
                // The command itself runs from here; and who made a lock anew would not see that this one is held.
                if (!name.startsWith("cli") && !name.equals(LOCK)) {
                    Trees.delete(entry);
                }
            }
            return checkout.shown(checkout.run());
        } catch (IOException e) {
            throw CliError.failed("cannot delete " + checkout.run() + ": " + e.getMessage());
        }
    }
}
