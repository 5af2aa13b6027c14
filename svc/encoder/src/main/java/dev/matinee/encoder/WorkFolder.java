package dev.matinee.encoder;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This process's folder for job folders. A lock that ends with the process tells the folders of the living from those
 * that a killed one left behind, which are cleared away.
 */
final class WorkFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WorkFolder.class.getName());
    private static final String LOCK = "lock";
    private static final String LIVING = "process-";
    // What is not locked yet has a name that nobody clears.
    private static final String NEW = "new-";
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Path own;
    private final FileChannel channel;

    private WorkFolder(Path own, FileChannel channel) {
        this.own = own;
        this.channel = channel;
    }

    static WorkFolder open(Path work) throws IOException {
        Files.createDirectories(work);
        clearDead(work);
        clearForgotten(work);
        return announce(prepare(work));
    }

    /** A folder of this process, locked, that others do not look at yet. */
    static WorkFolder prepare(Path work) throws IOException {
        Path own = Files.createTempDirectory(work, NEW);
        FileChannel channel =
                FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IOException("another process holds " + own + ": does something else use encoder.work?");
        }
        // ffmpeg runs as another user, who must reach the job's folder.
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new WorkFolder(own, channel);
    }

    /** Gives it the name by which others clear it away once its lock is gone. */
    static WorkFolder announce(WorkFolder prepared) throws IOException {
        Path made = prepared.own;
        String suffix = made.getFileName().toString().substring(NEW.length());
        Path named = Files.move(made, made.resolveSibling(LIVING + suffix), StandardCopyOption.ATOMIC_MOVE);
        return new WorkFolder(named, prepared.channel);
    }

    Path path() {
        return own;
    }

    /** An empty folder for one try. */
    Path create(String name) throws IOException {
        Path folder = own.resolve(name);
        Folders.delete(folder);
        return Files.createDirectory(folder);
    }

    @Override
    public void close() throws IOException {
        Folders.delete(own);
        channel.close();
    }

    /** Takes away what processes that are gone left here; what a living one has is locked. */
    static void clearDead(Path work) throws IOException {
        for (Path folder : named(work, LIVING)) {
            try {
                if (isLeft(folder)) {
                    LOG.log(Level.INFO, "clearing {0}, left by a process that is gone", folder);
                    Folders.delete(folder);
                }
            } catch (IOException | OverlappingFileLockException e) {
                LOG.log(Level.DEBUG, "leaving " + folder, e);
            }
        }
    }

    private static boolean isLeft(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (NoSuchFileException e) {
            // It had one when it was named: its process is taking it away, or died while it did.
            return true;
        }
    }

    // A process that died between the making of its folder and the naming: nothing but a lock is in there.
    private static void clearForgotten(Path work) throws IOException {
        Instant before = Instant.now().minus(FORGOTTEN);
        for (Path folder : named(work, NEW)) {
            try {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                    Folders.delete(folder);
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "leaving " + folder, e);
            }
        }
    }

    private static List<Path> named(Path work, String prefix) throws IOException {
        try (Stream<Path> entries = Files.list(work)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
