package dev.matinee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.Set;

/**
 * Files by what is in them: the name is the SHA-256 of the content, so the same bytes are kept once however many backups
 * have them, and whether a file is whole can always be told. A file appears under its name when it is on the disk.
 */
final class Pool {
    private static final String PART = ".part-";

    private final Path root;

    Pool(Path root) {
        this.root = Checkout.made(root);
    }

    /** Keeps what the stream gives, and returns its name. */
    String put(InputStream content) {
        try {
            var part = Files.createTempFile(root, PART, "");
            try {
                var digest = Sums.digest();
                Files.copy(new DigestInputStream(content, digest), part, StandardCopyOption.REPLACE_EXISTING);
                var name = Sums.hex(digest);
                var file = file(name);
                if (!Files.exists(file)) {
                    sync(part);
                    Checkout.made(Checkout.parent(file));
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                }
                return name;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    Path file(String name) {
        return root.resolve(name.substring(0, 2)).resolve(name);
    }

    /** Whether it is there with that many bytes; what is in it, only reading tells. */
    boolean has(String name, long bytes) {
        try {
            var file = file(name);
            return Files.isRegularFile(file) && Files.size(file) == bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file, after all of it was read and found to be what its name says. */
    Path checked(String name) {
        var file = file(name);
        if (!Files.isRegularFile(file)) {
            throw CliError.failed("the backup lacks " + file + "; it was deleted, or its disk is not there");
        }
        if (!Sums.of(file).equals(name)) {
            throw CliError.failed("the backup is damaged: " + file + " is not what it was when it was kept");
        }
        return file;
    }

    /** Deletes what is not among these and what a cut left half; returns how many. */
    int keepOnly(Set<String> names) {
        var gone = 0;
        try {
            for (var folder : Checkout.list(root)) {
                if (Files.isRegularFile(folder)) {
                    Files.delete(folder);
                    continue;
                }
                for (var file : Checkout.list(folder)) {
                    if (!names.contains(String.valueOf(file.getFileName()))) {
                        Files.delete(file);
                        gone++;
                    }
                }
            }
            return gone;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
