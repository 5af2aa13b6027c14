package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What {@code doctor} looks at: the machine, the tools, what runs; each with what to do about it. */
final class Diagnosis {
    enum Verdict {
        FINE,
        WARNING,
        BAD
    }

    record Finding(String area, String what, Verdict verdict, String note, String remedy) {}

    private static final long GIBIBYTE = 1L << 30;
    private static final long DISK_WANTED = 15 * GIBIBYTE;
    private static final long MEMORY_WANTED_KIB = 5L << 20;

    private final Checkout checkout;
    private final Console console;
    private final List<Finding> findings = new ArrayList<>();

    Diagnosis(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    List<Finding> all() {
        machine();
        tools();
        running();
        return List.copyOf(findings);
    }

    private void machine() {
        fine("machine", "JDK", Runtime.version().toString() + " in " + System.getProperty("java.home"));
        client("Maven", "Apache Maven (\\S+)", "3.8", "apt-get install maven", "mvn", "-version");
        client("Node", "v(\\S+)", "20.0", "install Node 20 or later", "node", "--version");
        client("npm", "(\\S+)", "9.0", "it comes with Node", "npm", "--version");
        client("Go", "go(\\d\\S+)", "1.26", "install Go 1.26 or later", "go", "version");
        client("Python", "Python (\\S+)", "3.9", "apt-get install python3 python3-pip", "python3", "--version");
        for (var program : List.of("setsid", "flock", "tar", "git")) {
            if (Exec.onPath(program).isEmpty()) {
                bad("machine", program, "not on PATH", "apt-get install util-linux tar git");
            }
        }
        rights();
        disk();
        memory();
    }

    private void client(String name, String pattern, String least, String remedy, String... command) {
        if (Exec.onPath(command[0]).isEmpty()) {
            bad("machine", name, "not on PATH", remedy);
            return;
        }
        var version = ToolVersion.find(
                pattern,
                Exec.of(command)
                        .with("JAVA_HOME", System.getProperty("java.home"))
                        .capture()
                        .output());
        if (version.filter(it -> it.compareTo(ToolVersion.of(least)) >= 0).isPresent()) {
            fine("machine", name, version.orElseThrow().text());
        } else {
            warn(
                    "machine",
                    name,
                    version.map(ToolVersion::text).orElse("unknown") + ", tried with " + least + " and later",
                    remedy);
        }
    }

    private void rights() {
        if (AptInstall.root()) {
            var works = Exec.of("unshare", "--user", "--map-user=65534", "--map-group=65534", "--", "true")
                            .capture()
                            .exit()
                    == 0;
            if (works) {
                fine("machine", "rights", "root, with user namespaces for servers that refuse root");
            } else {
                bad(
                        "machine",
                        "rights",
                        "root, but user namespaces are off, and PostgreSQL refuses root",
                        "sysctl -w user.max_user_namespaces=10000, or run as an ordinary user");
            }
        } else if (Exec.onPath("sudo").isPresent()) {
            fine("machine", "rights", "an ordinary user; sudo is asked only for missing packages");
        } else {
            warn("machine", "rights", "an ordinary user without sudo", "install missing packages as root beforehand");
        }
    }

    private void disk() {
        try {
            var free = Files.getFileStore(Checkout.made(checkout.run())).getUsableSpace();
            var shown = free / GIBIBYTE + " GiB free in " + checkout.root();
            if (free < DISK_WANTED) {
                warn("machine", "disk", shown, "films, databases and tools want " + DISK_WANTED / GIBIBYTE + " GiB");
            } else {
                fine("machine", "disk", shown);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void memory() {
        try {
            var available = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0L);
            var shown = available / 1024 + " MiB available";
            if (available < MEMORY_WANTED_KIB && !up()) {
                warn("machine", "memory", shown, "the stack wants 4 GiB and a build one more; close something");
            } else {
                fine("machine", "memory", shown);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tools() {
        var box = new ToolBox(checkout, console);
        var found = Tasks.all(Tools.ALL, box::find);
        for (var i = 0; i < found.size(); i++) {
            var tool = Tools.ALL.get(i);
            var there = found.get(i);
            if (there.isPresent()) {
                fine(
                        "tools",
                        tool.name(),
                        there.get().version() + (there.get().fromPath() ? " on PATH" : " in the cache"));
            } else if (tool.forTestsOnly()) {
                warn("tools", tool.name(), "missing; only ./matinee test needs it", "./matinee tools");
            } else {
                bad("tools", tool.name(), "missing", "./matinee tools");
            }
        }
    }

    private boolean up() {
        return new Agents(checkout, console).nomad().running().isPresent();
    }

    private void running() {
        var state = State.load(checkout);
        var agents = new Agents(checkout, console);
        if (!up()) {
            warn("stack", "nomad", "not running", "./matinee up");
            port(state.gatewayPort(), "gateway", "./matinee up --port another");
            port(8500, "consul", "stop what listens there; if it is another checkout, ./matinee down there");
            port(4646, "nomad", "stop what listens there; if it is another checkout, ./matinee down there");
            return;
        }
        agent("consul", Agent.CONSUL, agents.consul());
        agent("nomad", Agent.NOMAD, agents.nomad());
        if (ArtifactStore.daemon(checkout).running().isEmpty()) {
            bad("stack", "artifacts", "the artifact store is not running", "./matinee up");
        }
        if (!Agent.NOMAD.ready() || !Agent.CONSUL.ready()) {
            return;
        }
        var jobs = Jobs.running();
        for (var name : expected(jobs.keySet())) {
            if (!jobs.containsKey(name)) {
                bad("stack", name, "its job is not running", "./matinee up");
                continue;
            }
            var health = Health.of(name);
            if (health.word().equals("passing")) {
                fine("stack", name, "passing");
            } else {
                bad("stack", name, health.word() + ": " + health.summary() + lastWords(name), "./matinee logs " + name);
            }
        }
    }

    private List<String> expected(Set<String> running) {
        var names = new TreeSet<>(running);
        for (var file : checkout.jobFiles()) {
            names.add(String.valueOf(file.getFileName()).replace(".nomad.hcl", ""));
        }
        return List.copyOf(names);
    }

    private static String lastWords(String name) {
        return Allocation.newest(name)
                .map(it -> LogTail.of(it.tail(1), 1))
                .filter(it -> !it.isBlank())
                .map(it -> "; it last said: " + it)
                .orElse("");
    }

    private void agent(String name, Agent agent, Daemon daemon) {
        if (daemon.running().isEmpty()) {
            bad("stack", name, "not running", "./matinee up");
        } else if (!agent.ready()) {
            bad("stack", name, "runs but has no leader", "./matinee logs " + name);
        } else {
            fine("stack", name, "has a leader");
        }
    }

    private void port(int port, String whose, String remedy) {
        if (State.free(port)) {
            fine("stack", "port " + port, "free for " + whose);
        } else {
            bad("stack", "port " + port, "taken, and " + whose + " needs it" + holder(port), remedy);
        }
    }

    private static String holder(int port) {
        return Optional.of(Exec.of("ss", "-Hltnp", "sport = :" + port))
                .filter(ignored -> Exec.onPath("ss").isPresent())
                .map(it -> LogTail.of(it.capture().output(), 1)
                        .replaceAll(".*users:\\(\\(\"([^\"]+)\",pid=(\\d+).*", "$1, pid $2"))
                .filter(it -> it.contains("pid"))
                .map(it -> " (" + it + ")")
                .orElse("");
    }

    private void fine(String area, String what, String note) {
        findings.add(new Finding(area, what, Verdict.FINE, note, ""));
    }

    private void warn(String area, String what, String note, String remedy) {
        findings.add(new Finding(area, what, Verdict.WARNING, note, remedy));
    }

    private void bad(String area, String what, String note, String remedy) {
        findings.add(new Finding(area, what, Verdict.BAD, note, remedy));
    }
}
