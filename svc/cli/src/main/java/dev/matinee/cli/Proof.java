package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The suites of {@code matinee test}: each says how many of its tests passed, and keeps its log. */
final class Proof {
    private static final int FAILURE_LINES = 60;
    private static final int LINE_CHARACTERS = 300;

    private final Checkout checkout;
    private final Console console;
    private final Map<String, ToolBox.Found> tools;

    Proof(Checkout checkout, Console console, Map<String, ToolBox.Found> tools) {
        this.checkout = checkout;
        this.console = console;
        this.tools = tools;
    }

    Counts java() {
        var log = fresh("test-java");
        var exit = Exec.of("mvn", "-B", "-ntp", "-Dmaven.test.failure.ignore=true", "verify")
                .in(checkout.root())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .within(Duration.ofMinutes(60))
                .telling(BuildLog.maven(console, "java"))
                .run(log);
        return told(log, exit, Counts::surefire);
    }

    Counts webApp() {
        var log = fresh("test-ui");
        var ui = checkout.root().resolve("ui");
        var limit = Duration.ofMinutes(15);
        var counts = one(Exec.of("npm", "ci", "--no-audit", "--no-fund")
                        .in(ui)
                        .within(limit)
                        .run(log))
                .plus(one(Exec.of("npm", "run", "lint").in(ui).within(limit).run(log)))
                .plus(one(Exec.of("npm", "run", "build").in(ui).within(limit).run(log)));
        var exit = Exec.of("npm", "test").in(ui).within(limit).run(log);
        return counts.plus(told(log, exit, Counts::vitest));
    }

    Counts shell() {
        var log = fresh("test-shell");
        var scripts = scripts();
        var command = program("shellcheck", "shellcheck").toString();
        return scripts.stream()
                .map(script -> one(Exec.of(command, script).in(checkout.root()).run(log)))
                .reduce(Counts.NONE, Counts::plus);
    }

    /** Every file under version control that begins as a shell script. */
    private List<String> scripts() {
        var listed = Exec.of("git", "ls-files").in(checkout.root()).capture();
        return listed.output()
                .lines()
                .filter(name -> isScript(checkout.root().resolve(name)))
                .toList();
    }

    private static boolean isScript(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            var first = new String(in.readNBytes(64), StandardCharsets.UTF_8);
            return first.startsWith("#!")
                    && first.lines().findFirst().orElse("").matches(".*\\b(ba|da)?sh\\b.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Counts jobs() {
        var log = fresh("test-jobs");
        var nomad = program("nomad", "nomad").toString();
        var counts = one(Exec.of(nomad, "fmt", "-check", "-recursive", "nomad-jobs", "consul")
                        .in(checkout.root())
                        .run(log))
                .plus(agents(log));
        for (var file : checkout.jobFiles()) {
            for (var site : List.of("dev", "prod")) {
                counts = counts.plus(one(Exec.of(
                                nomad,
                                "job",
                                "validate",
                                "-var-file",
                                checkout.jobs().resolve("vars/" + site + ".var").toString(),
                                file.toString())
                        .in(checkout.root())
                        .with("NOMAD_ADDR", Agent.NOMAD.base().toString())
                        .run(log)));
            }
        }
        return counts;
    }

    /** Each agent's configuration, with what the machine or the command line adds to it. */
    private Counts agents(Path log) {
        var machine = checkout.logs().resolve("test-jobs-machine.json");
        Json.store(machine, Map.of("data_dir", "/var/lib/agent", "bind_addr", "127.0.0.1"));
        var consul = program("consul", "consul").toString();
        var nomad = program("nomad", "nomad").toString();
        var counts = Counts.NONE;
        for (var name : List.of("dev.hcl", "prod/server.hcl", "prod/client.hcl")) {
            counts = counts.plus(one(Exec.of(consul, "validate", "consul/" + name, machine.toString())
                            .in(checkout.root())
                            .run(log)))
                    .plus(one(Exec.of(nomad, "config", "validate", "nomad-jobs/agent/" + name, machine.toString())
                            .in(checkout.root())
                            .run(log)));
        }
        return counts;
    }

    Counts prometheus() {
        var log = fresh("test-prometheus");
        var promtool = program("prometheus", "promtool").toString();
        var directory = checkout.root().resolve("grafana/prometheus");
        var counts = one(Exec.of(
                        promtool,
                        "check",
                        "config",
                        "--syntax-only",
                        directory.resolve("prometheus.yml").toString())
                .in(checkout.root())
                .run(log));
        for (var file : Checkout.list(directory.resolve("rules"))) {
            if (file.toString().endsWith(".yml")) {
                counts = counts.plus(
                        one(Exec.of(promtool, "check", "rules", file.toString()).run(log)));
            }
        }
        for (var file : Checkout.list(directory.resolve("tests"))) {
            if (file.toString().endsWith(".yml")) {
                counts = counts.plus(one(Exec.of(promtool, "test", "rules", file.toString())
                        .in(Checkout.parent(file))
                        .run(log)));
            }
        }
        return counts;
    }

    /** A film's whole life in a browser, on the running stack. */
    Counts journey() {
        var log = fresh("test-journey");
        var script = checkout.root().resolve("ui/e2e/journey.mjs");
        var exit = Exec.of("node", script.toString())
                .in(checkout.root().resolve("ui"))
                .with("MATINEE_CHROMIUM", program("chromium", "chromium").toString())
                .with("MATINEE_E2E_OUT", checkout.logs().toString())
                .within(Duration.ofMinutes(15))
                .run(log);
        return told(log, exit, Counts::plain);
    }

    /** Encoders killed, servers stopped, gateways lost, on the running stack. */
    Counts faults() {
        var log = fresh("test-faults");
        var exit = Exec.of(
                        "mvn", "-B", "-ntp", "-pl", "svc/e2e", "-am", "test", "-Dgroups=stack", "-DexcludedGroups=none")
                .in(checkout.root())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("MATINEE_URL", State.load(checkout).publicUrl())
                .with("MATINEE_USER", Addresses.demoCreator(checkout))
                .with("MATINEE_PASSWORD", Addresses.demoPassword(checkout))
                .with("MATINEE_REDIS_PASSWORD", Stack.savedSecrets(checkout).getOrDefault("redis", ""))
                .within(Duration.ofMinutes(30))
                .run(log);
        return told(log, exit, Counts::surefire);
    }

    /** Nothing that opens a door was written to a log by what has run until now. */
    Counts logs() {
        var log = fresh("test-logs");
        var written = new ArrayList<Path>();
        for (var allocation : Checkout.list(checkout.run().resolve("nomad/alloc"))) {
            written.addAll(Checkout.list(allocation.resolve("alloc/logs")));
        }
        // The suites' own logs are the tests' words, not the platform's.
        Checkout.list(checkout.logs()).stream()
                .filter(it -> !String.valueOf(it.getFileName()).startsWith("test-"))
                .forEach(written::add);
        written.removeIf(it -> !Files.isRegularFile(it));
        var found = new LoggedSecrets(Stack.savedSecrets(checkout)).in(written);
        try {
            Files.write(log, found.isEmpty() ? List.of("nothing in " + written.size() + " files") : found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var holding = (int) found.stream()
                .map(it -> it.replaceAll(":\\d+ holds .*", ""))
                .distinct()
                .count();
        return new Counts(written.size() - holding, holding, 0);
    }

    /** A publish that is cut and run again goes on where it stopped, in a process of its own each time. */
    Counts cutPublish() {
        var log = fresh("test-publish");
        return one(new CutPublish(checkout, program("ffmpeg", "ffmpeg"), log).run());
    }

    /** A film that is published comes to a follower by each way there is. */
    Counts follower() {
        var log = fresh("test-follower");
        var base = URI.create(State.load(checkout).publicUrl());
        var login = Login.byPassword(base, Addresses.demoCreator(checkout), Addresses.demoPassword(checkout));
        var title = "Unmistakable " + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        var details = Json.object().put("title", title).put("visibility", "public");
        try (var follower = Follower.of(checkout, base, login)) {
            var film = Files.createTempFile("matinee-follower-", ".mp4");
            var memory = Files.createTempFile("matinee-follower-", ".json");
            try {
                NoiseFilm.make(program("ffmpeg", "ffmpeg"), Duration.ofSeconds(3), film, log);
                Files.delete(memory);
                var published = new Publisher(memory, film, base, login).publish(details);
                var arrivals = follower.arrivals(published.video().path("id").asText(), title);
                Files.write(
                        log, arrivals.stream().map(Follower.Arrival::logLine).toList());
                var id = published.video().path("id").asText();
                var creator = new Gateway(base, login, published.trace());
                creator.send(creator.request(creator.at("/api/catalog/v1/videos/" + id))
                        .DELETE()
                        .build());
                var came = (int)
                        arrivals.stream().filter(it -> it.after().isPresent()).count();
                return new Counts(came, arrivals.size() - came, 0);
            } finally {
                Files.deleteIfExists(film);
                Files.deleteIfExists(memory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What dashboards ask has answers after all that ran before, and their files are what their sources say. */
    Counts dashboards() {
        var log = fresh("test-dashboards");
        var sources = checkout.root().resolve("grafana/dashboards");
        var limit = Duration.ofMinutes(5);
        var made = one(Exec.of("npm", "ci", "--no-audit", "--no-fund")
                        .in(sources)
                        .within(limit)
                        .run(log))
                .plus(one(Exec.of("npm", "test").in(sources).within(limit).run(log)));
        return made.failed() > 0
                ? made
                : made.plus(Dashboards.ofTheStack(checkout, log).run());
    }

    /** Runs one suite under the console's eyes; a suite that breaks counts as one failure. */
    Counts suite(String name, Supplier<Counts> run) {
        console.begin(name);
        Counts counts;
        try {
            counts = run.get();
        } catch (CliError e) {
            console.failed(name, e.getMessage());
            e.tail().lines().forEach(line -> console.line("      " + line));
            return new Counts(0, 1, 0);
        }
        if (counts.failed() > 0) {
            console.failed(name, counts.toString());
            failures(name).forEach(line -> console.line("      " + line));
        } else {
            console.done(name, counts.toString());
        }
        return counts;
    }

    /** The tests by name and what they say, or the log's end where nothing of that kind is in it. */
    private List<String> failures(String name) {
        var log = checkout.log("test-" + name);
        var failed = BuildLog.failures(text(log));
        var lines = new ArrayList<String>();
        lines.add((failed.isEmpty() ? "the last lines of " : "what failed in ") + checkout.shown(log) + ":");
        if (failed.isEmpty()) {
            LogTail.of(log, 40).lines().forEach(lines::add);
        } else {
            failed.stream()
                    .limit(FAILURE_LINES)
                    .map(line -> line.substring(0, Math.min(line.length(), LINE_CHARACTERS)))
                    .forEach(lines::add);
        }
        return lines;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Counts one(int exit) {
        return exit == 0 ? new Counts(1, 0, 0) : new Counts(0, 1, 0);
    }

    /** A runner that failed without counting a failure (it did not compile, say), or that ran nothing, still is one. */
    private static Counts told(Path log, int exit, Function<String, Counts> reading) {
        var counts = reading.apply(text(log));
        var unsaid = counts.failed() == 0 && (exit != 0 || counts.passed() == 0);
        return unsaid ? counts.plus(new Counts(0, 1, 0)) : counts;
    }

    private Path program(String tool, String name) {
        var found = tools.get(tool);
        if (found == null) {
            throw CliError.machine(tool + " is missing");
        }
        return found.program(name);
    }

    private Path fresh(String name) {
        var log = checkout.log(name);
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log;
    }
}
