package dev.matinee.encoder;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
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

    private final Path own;
    private final FileChannel channel;

    private WorkFolder(Path own, FileChannel channel) {
        this.own = own;
        this.channel = channel;
    }

    static WorkFolder open(Path work) throws IOException {
        Files.createDirectories(work);
        clearDead(work);
        Path own = Files.createTempDirectory(work, "process-");
        FileChannel channel = lockFile(own);
        if (channel.tryLock() == null) {
            throw new IOException(own + " is locked by another process");
        }
        // ffmpeg runs as another user, who must reach the job's folder.
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new WorkFolder(own, channel);
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
        channel.close();
        Folders.delete(own);
    }

    private static void clearDead(Path work) throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(work)) {
            folders = entries.filter(entry -> entry.getFileName().toString().startsWith("process-"))
                    .toList();
        }
        for (Path folder : folders) {
            try (FileChannel channel = lockFile(folder)) {
                @Nullable FileLock lock = channel.tryLock();
                if (lock != null) {
                    LOG.log(Level.INFO, "clearing {0}, left by a process that is gone", folder);
                    Folders.delete(folder);
                }
            } catch (IOException | OverlappingFileLockException e) {
                LOG.log(Level.DEBUG, "leaving " + folder, e);
            }
        }
    }

    private static FileChannel lockFile(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
