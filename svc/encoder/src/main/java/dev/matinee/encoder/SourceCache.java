package dev.matinee.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sources that the workers of this process are at: the pieces of a film share one download. It stays for a little
 * while after its last use, for the next piece.
 */
final class SourceCache {
    private static final System.Logger LOG = System.getLogger(SourceCache.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final MediaStore media;
    private final WorkFolder folders;
    private final Map<UUID, Entry> entries = new HashMap<>();

    SourceCache(MediaStore media, WorkFolder folders) {
        this.media = media;
        this.folders = folders;
    }

    private static final class Entry {
        final ReentrantLock download = new ReentrantLock();
        final Path file;
        boolean complete;
        int uses;
        long idleSince;

        Entry(Path file) {
            this.file = file;
        }
    }

    /** A source in a job's folder. */
    final class Use implements AutoCloseable {
        private final UUID job;
        private final Entry entry;
        private boolean keep;

        private Use(UUID job, Entry entry) {
            this.job = job;
            this.entry = entry;
        }

        /** More work with this source is to come. */
        void keep() {
            keep = true;
        }

        @Override
        public void close() {
            synchronized (entries) {
                entry.uses--;
                entry.idleSince = System.nanoTime();
                if (entry.uses == 0 && !keep) {
                    drop(job, entry);
                }
            }
        }
    }

    /**
     * Puts the source into the folder under the name {@link MediaPrograms#SOURCE}; waits while another worker fetches
     * it, or S3 is away.
     */
    Use use(JobLease lease, Path folder, MediaStore.Guard guard)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        Entry entry;
        synchronized (entries) {
            Path file = folders.path().resolve("source-" + lease.jobId());
            entry = entries.computeIfAbsent(lease.jobId(), id -> new Entry(file));
            entry.uses++;
        }
        Use use = new Use(lease.jobId(), entry);
        boolean there = false;
        try {
            entry.download.lockInterruptibly();
            try {
                if (!entry.complete) {
                    media.download(lease, entry.file, guard);
                    entry.complete = true;
                }
            } finally {
                entry.download.unlock();
            }
            Files.createLink(folder.resolve(MediaPrograms.SOURCE), entry.file);
            there = true;
            return use;
        } finally {
            if (!there) {
                use.close();
            }
        }
    }

    /** Lets go of what nobody has used for a while; to be called now and then. */
    void evict() {
        synchronized (entries) {
            Map.copyOf(entries).forEach((job, entry) -> {
                if (entry.uses == 0 && System.nanoTime() - entry.idleSince > IDLE.toNanos()) {
                    drop(job, entry);
                }
            });
        }
    }

    private void drop(UUID job, Entry entry) {
        entries.remove(job);
        try {
            Files.deleteIfExists(entry.file);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "{0} stays until this process ends: {1}", entry.file, e.toString());
        }
    }
}
