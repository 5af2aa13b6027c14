package dev.matinee.encoder;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Keeps a lease alive while its holder works, and ends the work by interrupting the holder when the lease is lost or the
 * try has taken too long. While PostgreSQL is away the work goes on, but nothing may be written to S3: whether the lease
 * still holds is decided by this machine's monotonic clock, which also runs while the process is stopped.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final Duration RETRY = Duration.ofMillis(500);

    private final BooleanSupplier heartbeat;
    private final String what;
    private final EncoderConfig.Timing timing;
    private final Thread holder;
    private final Thread thread;
    private final long begin = System.nanoTime();
    private volatile long validUntil;
    private volatile boolean lost;
    private volatile boolean overdue;
    private volatile boolean closed;

    /**
     * @param heartbeat says that the holder lives; false when the lease is no longer its own
     * @param what is held, for the log
     * @param taken the moment, by {@link System#nanoTime}, before the lease was asked for
     */
    LeaseKeeper(BooleanSupplier heartbeat, String what, EncoderConfig.Timing timing, long taken) {
        this.heartbeat = heartbeat;
        this.what = what;
        this.timing = timing;
        this.holder = Thread.currentThread();
        this.validUntil = taken + timing.lease().toNanos();
        this.thread = Thread.ofVirtual().name("lease of " + what).start(this::keep);
    }

    boolean lost() {
        return lost;
    }

    /** Whether the holder was interrupted because its try took too long. */
    boolean overdue() {
        return overdue;
    }

    /** Returns at once while the lease surely holds; waits while that cannot be known. */
    void check() throws LeaseLostException, InterruptedException {
        while (!lost && System.nanoTime() - validUntil > 0) {
            Thread.sleep(RETRY);
        }
        if (lost) {
            throw new LeaseLostException(what);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void keep() {
        Duration pause = timing.heartbeat();
        while (!closed) {
            try {
                Thread.sleep(pause);
                pause = beat() ? timing.heartbeat() : RETRY;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean beat() {
        if (System.nanoTime() - begin > timing.attempt().toNanos()) {
            overdue = true;
            holder.interrupt();
            return true;
        }
        long asked = System.nanoTime();
        try {
            if (heartbeat.getAsBoolean()) {
                validUntil = asked + timing.lease().toNanos();
            } else if (!closed) {
                LOG.log(Level.WARNING, "{0} was taken away", what);
                lost = true;
                closed = true;
                holder.interrupt();
            }
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "no heartbeat for {0}: {1}", what, e.toString());
            return false;
        }
    }
}
