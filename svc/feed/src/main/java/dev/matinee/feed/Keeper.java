package dev.matinee.feed;

import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What has to be seen to again and again: the epoch, the reading of catalog's exports, what is too old. */
final class Keeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());
    private static final Duration EPOCH = Duration.ofSeconds(1);
    private static final Duration WALK = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofMinutes(5);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            2, Thread.ofVirtual().name("keeper-", 0).factory());
    private final Epoch epoch;
    private final CatalogWalk walk;
    private final SocialStore social;
    private volatile boolean walked;

    Keeper(Epoch epoch, CatalogWalk walk, SocialStore social) {
        this.epoch = epoch;
        this.walk = walk;
        this.social = social;
    }

    Keeper start() {
        every(EPOCH, epoch::refresh);
        every(WALK, this::walk);
        every(OLD, social::forgetOld);
        return this;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void walk() {
        if (walked) {
            return;
        }
        try {
            walk.walk();
            walked = true;
            LOG.log(Level.INFO, "all that catalog has is read");
        } catch (AwayException e) {
            LOG.log(Level.WARNING, "the reading of catalog waits: {0}", e.toString());
        }
    }

    private void every(Duration pause, Runnable task) {
        var _ = executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.log(Level.WARNING, "waits for the next time: {0}", e.toString());
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
