package dev.matinee.kit.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of the checkout that the test runs in: what the platform runs with is what tests run with. */
final class ProjectFile {
    private ProjectFile() {}

    /** A file by its path from the top of the checkout. */
    static Path of(String path) {
        Path start = Path.of("").toAbsolutePath();
        for (Optional<Path> folder = Optional.of(start); folder.isPresent(); folder = folder.map(Path::getParent)) {
            Path file = folder.get().resolve(path);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException("no " + path + " above " + start);
    }
}
