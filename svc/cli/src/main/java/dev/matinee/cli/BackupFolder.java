package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where backups lie: a folder for each, and what they share in {@code pool/}. Nobody but its owner may read it: it holds everything,
 * passwords too.
 */
record BackupFolder(Path root) {
    private static final String POOL = "pool";

    Pool pool() {
        return new Pool(root.resolve(POOL));
    }

    Path of(BackupManifest manifest) {
        return root.resolve(manifest.id());
    }

    static Path wal(Path backup) {
        return backup.resolve("wal");
    }

    static String walFile(String segment) {
        return segment + ".gz";
    }

    /** Those that are whole, oldest first. */
    List<BackupManifest> list() {
        return Checkout.list(root).stream()
                .map(folder -> folder.resolve(BackupManifest.FILE))
                .filter(Files::isRegularFile)
                .map(file -> BackupManifest.of(Json.read(file)))
                .sorted(Comparator.comparing(BackupManifest::point))
                .toList();
    }

    List<StoredObject> objects(BackupManifest manifest) {
        return StoredObject.read(manifest.objects().checked(of(manifest)));
    }

    /** Alone in it, of all processes. */
    <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (var channel = FileChannel.open(
                            root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.tryLock()) {
                if (held == null) {
                    throw taken();
                }
                return work.get();
            }
        } catch (OverlappingFileLockException e) {
            throw taken();
        } catch (IOException e) {
            throw CliError.failed("cannot write into " + root + ": " + e);
        }
    }

    private CliError taken() {
        return CliError.failed("another ./matinee is at work in " + root + "; wait for it, or end it");
    }

    static void sync(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes folders that a cut left without a manifest; what they had in the pool serves the next one. */
    void forgetCut() {
        try {
            for (var folder : Checkout.list(root)) {
                var name = String.valueOf(folder.getFileName());
                if (Files.isDirectory(folder)
                        && !name.equals(POOL)
                        && !Files.exists(folder.resolve(BackupManifest.FILE))) {
                    Trees.delete(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps so many whole backups and what came behind them; the rest goes, and what only that needed. Returns how many went. */
    int keepNewest(int count) {
        var all = list();
        var whole = all.stream().filter(BackupManifest::full).toList();
        if (whole.size() <= count) {
            return 0;
        }
        var oldest = whole.get(whole.size() - count);
        var gone =
                all.stream().filter(it -> it.point().isBefore(oldest.point())).toList();
        try {
            for (var manifest : gone) {
                // First what makes it one, so that a cut leaves no backup that lacks something.
                Files.delete(of(manifest).resolve(BackupManifest.FILE));
                Trees.delete(of(manifest));
            }
            var objects = new HashSet<String>();
            for (var manifest : list()) {
                objects(manifest).forEach(it -> objects.add(it.sha256()));
            }
            pool().keepOnly(objects);
            return gone.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
