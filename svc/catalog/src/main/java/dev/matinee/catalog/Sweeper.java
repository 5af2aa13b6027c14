package dev.matinee.catalog;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.IdempotencyKeys;
import dev.matinee.kit.sql.SqlStates;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * Publishes what is due and ends what waited too long. Every instance sweeps; each video and album is looked at again under its
 * row's lock, so two sweeps do no more than one.
 */
final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final int BATCH = 200;
    private static final Duration KEYS_LIVE = Duration.ofDays(2);

    private final Database database;
    private final VideoQueries queries;
    private final VideoStore store;
    private final AlbumQueries albums;
    private final AlbumStore albumStore;
    private final Clock clock;
    private final Thread thread;

    Sweeper(
            Database database,
            VideoQueries queries,
            VideoStore store,
            AlbumQueries albums,
            AlbumStore albumStore,
            Clock clock,
            Duration every) {
        this.database = database;
        this.queries = queries;
        this.store = store;
        this.albums = albums;
        this.albumStore = albumStore;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("sweeper").unstarted(() -> run(every));
    }

    Sweeper start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** One round. */
    void sweep() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        queries.listDue(now, BATCH).forEach(id -> change(id, () -> store.change(id, video -> publish(video, now))));
        queries.listOverdue(now, BATCH).forEach(id -> change(id, () -> store.change(id, video -> end(video, now))));
        albums.listDue(now, BATCH).forEach(id -> change(id, () -> albumStore.change(id, album -> album.due(now))));
        albums.listOverdue(now, BATCH)
                .forEach(id -> change(id, () -> albumStore.change(id, album -> album.orOverdue(now))));
        IdempotencyKeys.forget(database.execute(), KEYS_LIVE);
    }

    private void run(Duration every) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                sweep();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "schedules and deadlines wait for the next round: {0}", e.toString());
            }
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void change(UUID id, Runnable change) {
        try {
            change.run();
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "{0} was deleted meanwhile", id);
        } catch (RuntimeException e) {
            // Without the database all would fail, each after its timeout.
            if (SqlStates.isTransient(e)) {
                throw e;
            }
            LOG.log(Level.WARNING, id + " is passed over", e);
        }
    }

    private static Video publish(Video video, Instant now) {
        Video due = video.due(now);
        return due.published() == video.published() && Objects.equals(due.publishedAt(), video.publishedAt())
                ? video
                : due;
    }

    private static Video end(Video video, Instant now) {
        Instant deadline = video.deadline();
        if (deadline == null || deadline.isAfter(now)) {
            return video;
        }
        return video.failed(
                video.state() == VideoState.UPLOADING
                        ? new Failure("upload_missing", "No file arrived in time.", true)
                        : new Failure("processing_timeout", "The video took too long to prepare.", true),
                now);
    }
}
