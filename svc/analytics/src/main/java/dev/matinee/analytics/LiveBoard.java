package dev.matinee.analytics;

import dev.matinee.kit.http.ProblemException;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest view hangs for all who look at it. Each is the whole picture, so who is slow misses some and never holds anybody
 * up, and who comes again begins with the newest.
 */
final class LiveBoard implements AutoCloseable {
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Integer> open = new HashMap<>();
    private LiveNumbers.@Nullable View latest;
    private long number;
    private int count;
    private boolean ending;

    /**
     * @param perMember streams one member may have here
     * @param all streams this instance has at most
     */
    record Limits(int perMember, int all) {}

    /** @param number of the view, greater than that of any before it at this instance */
    record Shown(long number, LiveNumbers.View view) {}

    LiveBoard(Limits limits) {
        this.limits = limits;
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("analytics_live_streams", this, LiveBoard::streams)
                        .description("Open streams of live numbers"));
    }

    /** The place of one who looks; only their own thread uses it. */
    final class Place implements AutoCloseable {
        private final String member;
        private long seen;

        private Place(String member) {
            this.member = member;
        }

        /** Waits for a view that was not seen here; empty when there was none in time or all is ending. */
        Optional<Shown> next(Duration patience) throws InterruptedException {
            long left = patience.toNanos();
            lock.lockInterruptibly();
            try {
                while (true) {
                    LiveNumbers.View view = latest;
                    if (view != null && number > seen) {
                        seen = number;
                        return Optional.of(new Shown(number, view));
                    }
                    if (ending || left <= 0) {
                        return Optional.empty();
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        boolean isEnding() {
            lock.lock();
            try {
                return ending;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                open.computeIfPresent(member, (who, places) -> places == 1 ? null : places - 1);
                count--;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes a place; 429 when the member has too many and 503 when all are taken. */
    Place open(String member) {
        lock.lock();
        try {
            if (ending || count >= limits.all()) {
                throw ProblemException.of(AnalyticsError.STREAMS_FULL);
            }
            if (open.getOrDefault(member, 0) >= limits.perMember()) {
                throw ProblemException.of(AnalyticsError.TOO_MANY_STREAMS).withHeader("Retry-After", "30");
            }
            open.merge(member, 1, Integer::sum);
            count++;
            changed.signalAll();
            return new Place(member);
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody looks; waits a while for it. */
    boolean isWatched(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        try {
            long left = deadline - System.nanoTime();
            while (count == 0 && !ending && left > 0) {
                changed.awaitNanos(left);
                left = deadline - System.nanoTime();
            }
            return count > 0;
        } finally {
            lock.unlock();
        }
    }

    void show(LiveNumbers.View view) {
        lock.lock();
        try {
            latest = view;
            number++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was shown is old, and nobody is to begin with it. */
    void clear() {
        lock.lock();
        try {
            latest = null;
        } finally {
            lock.unlock();
        }
    }

    private double streams() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams; their clients come again, to another instance. */
    @Override
    public void close() {
        lock.lock();
        try {
            ending = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
