package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The per-user folder of unpacked tools, shared by checkouts and by test processes that run at the same time. */
final class ToolCache {
    private ToolCache() {}

    /** Fills a new, empty folder with one tool. */
    @FunctionalInterface
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    static Path root() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .orElseGet(() -> System.getProperty("user.home") + "/.cache");
        return Path.of(cache, "matinee", "tools");
    }

    /** The platform's own copy of a tool, when it has one that is complete enough to hold {@code executable}. */
    static Optional<Path> platform(String name, String executable) {
        return Optional.of(root().resolve(name)).filter(folder -> Files.isExecutable(folder.resolve(executable)));
    }

    /** The folder {@code name}, filled first when it is not there; a fill that fails leaves nothing behind. */
    static synchronized Path folder(String name, Filler filler) {
        Path folder = root().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(root());
            Path lockFile = root().resolve("." + name + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IllegalStateException("the lock " + lockFile + " was lost");
                }
                if (!Files.isDirectory(folder)) {
                    fill(folder, filler);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fetch " + name, e);
        }
    }

    private static void fill(Path folder, Filler filler) throws IOException {
        Path partial = Files.createTempDirectory(root(), "." + folder.getFileName() + ".partial-");
        try {
            filler.fill(partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            if (Files.exists(partial)) {
                Commands.run(root(), List.of("rm", "-rf", "--", partial.toString()));
            }
        }
    }
}
