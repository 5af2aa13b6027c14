package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where things lie: the sources, what runs ({@code .matinee/}, ignored by git) and the tools shared by all checkouts. */
record Checkout(Path root, Path cache) {
    /** The version of everything built here, the same as in the root pom. */
    static final String VERSION = "0.1.0";

    static Checkout current() {
        var root = System.getProperty("matinee.root");
        if (root == null) {
            throw CliError.failed("start me by ./matinee: I do not know where the checkout is");
        }
        var cacheHome = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new Checkout(Path.of(root), cacheHome.resolve("matinee"));
    }

    Path run() {
        return root.resolve(".matinee");
    }

    Path logs() {
        return made(run().resolve("logs"));
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path data() {
        return run().resolve("data");
    }

    Path artifacts() {
        return made(run().resolve("artifacts"));
    }

    Path tools() {
        return made(cache.resolve("tools"));
    }

    Path jobs() {
        return root.resolve("nomad-jobs");
    }

    List<Path> jobFiles() {
        return list(jobs()).stream()
                .filter(file -> file.getFileName().toString().endsWith(".nomad.hcl"))
                .toList();
    }

    /** The path as a person in the checkout would type it. */
    String shown(Path file) {
        return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
    }

    static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root has no parent");
    }

    static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
