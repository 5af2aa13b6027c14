package dev.matinee.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Job folders on the local disk. Links are never followed: what ffmpeg wrote is not trusted. */
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Regular files below the folder, in a fixed order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Refuses a tree with anything in it but files and folders: a link could lead our own writes elsewhere. */
    static void requirePlain(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            if (!walk.allMatch(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
                throw new IOException("a link or a device among the output of ffmpeg");
            }
        }
    }

    /** Bytes below the folder; files that go while it looks count as nothing. */
    static long size(Path folder) throws IOException {
        long size = 0;
        for (Path file : files(folder)) {
            try {
                size += Files.size(file);
            } catch (NoSuchFileException e) {
                // ffmpeg renames a playlist while writing it.
            }
        }
        return size;
    }
}
