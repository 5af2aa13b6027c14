package dev.matinee.search;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Sees to it that there is an index, filled and of this version's shape, however long its makers are away. */
final class Keeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final ContentIndex index;
    private final Rebuild rebuild;
    private final Thread thread;

    Keeper(ContentIndex index, Rebuild rebuild) {
        this.index = index;
        this.rebuild = rebuild;
        this.thread = Thread.ofVirtual().name("index-keeper").unstarted(this::keep);
    }

    Keeper start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(ensured() ? EVERY : PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "ends");
        }
    }

    private boolean ensured() {
        try {
            if (!index.ensure()) {
                return true;
            }
            rebuild.begin();
        } catch (AwayException e) {
            LOG.log(Level.WARNING, "the index waits: {0}", e.toString());
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "it is being rebuilt already");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the index cannot be made", e);
        }
        return false;
    }
}
