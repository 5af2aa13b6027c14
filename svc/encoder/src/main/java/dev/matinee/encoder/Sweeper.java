package dev.matinee.encoder;

import dev.matinee.encoder.SweepStore.Orphan;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** Comes back to everything that nobody else would: silent workers, deadlines, pauses that are over, orphaned versions. */
final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final Duration MOST = Duration.ofSeconds(2);

    private final SweepStore store;
    private final MediaStore media;
    private final SourceCache sources;
    private final EncoderMetrics metrics;
    private final EncoderConfig.Timing timing;
    private final Duration lease;
    private final Thread thread;
    private volatile boolean running = true;
    private long leasesFrom = System.nanoTime();

    private Sweeper(
            SweepStore store,
            MediaStore media,
            SourceCache sources,
            EncoderMetrics metrics,
            EncoderConfig.Timing timing) {
        this.store = store;
        this.media = media;
        this.sources = sources;
        this.metrics = metrics;
        this.timing = timing;
        this.lease = timing.lease();
        this.thread = Thread.ofPlatform().name("sweeper").daemon(true).unstarted(this::run);
    }

    static Sweeper start(
            SweepStore store,
            MediaStore media,
            SourceCache sources,
            EncoderMetrics metrics,
            EncoderConfig.Timing timing) {
        Sweeper sweeper = new Sweeper(store, media, sources, metrics, timing);
        sweeper.thread.start();
        return sweeper;
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration each = lease.dividedBy(4).compareTo(MOST) < 0 ? lease.dividedBy(4) : MOST;
        while (running) {
            try {
                sweep();
            } catch (RuntimeException e) {
                // While the database was away no worker could send a heartbeat: they get a whole lease to do so first.
                leasesFrom = System.nanoTime() + lease.toNanos();
                LOG.log(Level.WARNING, "the sweep waits: {0}", e.toString());
            }
            try {
                Thread.sleep(each);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void sweep() {
        if (System.nanoTime() - leasesFrom >= 0) {
            log("taken from silent workers", store.expireLeases() + store.expirePieces());
        }
        log("past their deadline", store.enforceDeadlines());
        log("put in the queue again", store.enqueueDue() + store.enqueueDuePieces());
        log("forgotten", store.prune(timing.retention()));
        sources.evict();
        SweepStore.Queue queue = store.queue();
        metrics.queue(queue.length(), queue.age());
        for (Orphan orphan : store.takeOrphans()) {
            delete(orphan);
        }
    }

    private void delete(Orphan orphan) {
        try {
            media.delete(orphan.prefix());
            store.deleted(orphan);
            LOG.log(Level.INFO, "deleted {0}", orphan.prefix());
        } catch (SdkException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "{0} stays for now: {1}", orphan.prefix(), e.toString());
        }
    }

    private static void log(String what, int jobs) {
        if (jobs > 0) {
            LOG.log(Level.INFO, "{0} jobs or pieces {1}", jobs, what);
        }
    }
}
