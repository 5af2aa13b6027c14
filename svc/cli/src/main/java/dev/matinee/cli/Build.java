package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds what is older than its sources: the services by Maven, the web app by npm. */
final class Build {
    private static final Set<String> NOT_SOURCES =
            Set.of("target", "node_modules", "dist", "cli", "bench", "test", ".vite");

    private final Checkout checkout;
    private final Console console;

    Build(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    void services() {
        var stamp = checkout.run().resolve("built-services");
        var sources =
                List.of(checkout.root().resolve("pom.xml"), checkout.root().resolve("svc"));
        if (!stale(stamp, sources) && packs()) {
            return;
        }
        var log = checkout.log("build-services");
        var begun = FileTime.fromMillis(System.currentTimeMillis());
        console.during(
                "build services",
                () -> {
                    Exec.of(
                                    "mvn",
                                    "-B",
                                    "-ntp",
                                    "-Dmaven.test.skip=true",
                                    // Whoever tries a change wants to see it run; ./matinee test looks at its form.
                                    "-Dspotless.check.skip=true",
                                    "-am",
                                    "-pl",
                                    String.join(",", modules()),
                                    "package")
                            .in(checkout.root())
                            .with("JAVA_HOME", System.getProperty("java.home"))
                            .within(Duration.ofMinutes(30))
                            .telling(BuildLog.maven(console, "build services"))
                            .logged(log, "the services do not build");
                    return touch(stamp, begun);
                },
                ignored -> "Maven");
    }

    /** What {@code matinee bench} runs, which is no service and goes into no pack. */
    void bench() {
        console.during(
                "build bench",
                () -> {
                    Exec.of(
                                    "mvn",
                                    "-B",
                                    "-ntp",
                                    "-Dmaven.test.skip=true",
                                    "-Dspotless.check.skip=true",
                                    "-am",
                                    "-pl",
                                    "svc/bench",
                                    "package")
                            .in(checkout.root())
                            .with("JAVA_HOME", System.getProperty("java.home"))
                            .within(Duration.ofMinutes(15))
                            .logged(checkout.log("build-bench"), "svc/bench does not build");
                    return "Maven";
                },
                word -> word);
    }

    private boolean packs() {
        return modules().stream()
                .map(module -> checkout.root().resolve(module))
                .allMatch(module -> Files.exists(
                        module.resolve("target").resolve(ArtifactStore.archive(String.valueOf(module.getFileName())))));
    }

    /** What runs as a service has a configuration of its own; the root pom packs exactly these. */
    private List<String> modules() {
        return Checkout.list(checkout.root().resolve("svc")).stream()
                .filter(module -> Files.exists(module.resolve("src/main/resources/application.yaml")))
                .map(module -> "svc/" + module.getFileName())
                .toList();
    }

    Optional<Path> builtWebApp() {
        return Optional.of(ui().resolve("dist")).filter(dist -> Files.exists(dist.resolve("index.html")));
    }

    private Path ui() {
        return checkout.root().resolve("ui");
    }

    void webApp() {
        var ui = ui();
        if (!Files.exists(ui.resolve("package.json"))) {
            return;
        }
        var stamp = checkout.run().resolve("built-ui");
        if (stale(stamp, List.of(ui)) || builtWebApp().isEmpty()) {
            var begun = FileTime.fromMillis(System.currentTimeMillis());
            console.during(
                    "build web app",
                    () -> {
                        var log = checkout.log("build-ui");
                        npm(ui, log, "ci", "--no-audit", "--no-fund");
                        npm(ui, log, "run", "build");
                        return touch(stamp, begun);
                    },
                    ignored -> "npm");
        }
    }

    private static void npm(Path ui, Path log, String... arguments) {
        var command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        Exec.of(command).in(ui).within(Duration.ofMinutes(15)).logged(log, "the web app does not build");
    }

    /** Whether any source changed after the stamp was set. */
    static boolean stale(Path stamp, List<Path> sources) {
        try {
            if (!Files.exists(stamp)) {
                return true;
            }
            var built = Files.getLastModifiedTime(stamp);
            for (var source : sources) {
                if (newer(source, built)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean newer(Path source, FileTime built) throws IOException {
        if (NOT_SOURCES.contains(String.valueOf(source.getFileName()))) {
            return false;
        }
        if (Files.isRegularFile(source)) {
            // Directories change when a build puts its output beside the sources.
            return !source.toString().endsWith(".tsbuildinfo")
                    && Files.getLastModifiedTime(source).compareTo(built) > 0;
        }
        for (var inner : Checkout.list(source)) {
            if (newer(inner, built)) {
                return true;
            }
        }
        return false;
    }

    private static Path touch(Path stamp, FileTime time) {
        try {
            Json.storeText(stamp, "");
            return Files.setLastModifiedTime(stamp, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
