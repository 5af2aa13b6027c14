package dev.matinee.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole directory trees. Deleting follows no link and crosses no mount. */
final class Trees {
    private Trees() {}

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var mounted = mountsUnder(tree.toRealPath(), Files.readAllLines(Path.of("/proc/self/mountinfo")));
        if (!mounted.isEmpty()) {
            throw new IOException("something is mounted at " + mounted.getFirst() + "; unmount it first");
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Mount points inside a directory, deepest first, out of the kernel's {@code mountinfo} lines. */
    static List<Path> mountsUnder(Path directory, List<String> mountinfo) {
        return mountinfo.stream()
                .map(line -> line.split(" ", 6))
                .filter(fields -> fields.length > 5)
                // The kernel writes a space in a path as an octal escape.
                .map(fields -> Path.of(fields[4].replace("\\040", " ")))
                .filter(point -> point.startsWith(directory))
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
    }
}
