package dev.matinee.search;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Builds the index anew from catalog while the old one goes on answering, then puts the new one in its place in one step.
 * What changes meanwhile is written to both, by version, so the pages read may be old.
 */
final class Rebuild implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());
    private static final String KEY = "search:reindex";
    private static final String LOCK = "search:reindex:lock";
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration REMEMBER = Duration.ofDays(7);
    private static final int PAGE = 500;
    /** Catalog or Elasticsearch may be away for so long, a second each time, before it is given up. */
    private static final int PATIENCE = 60;

    private final CatalogClient catalog;
    private final ContentIndex index;
    private final IndexWriter writer;
    private final Generation generation;
    private final RedisLink redis;
    private final Clock clock;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile Progress progress;

    Rebuild(
            CatalogClient catalog,
            ContentIndex index,
            IndexWriter writer,
            Generation generation,
            RedisLink redis,
            Clock clock) {
        this.catalog = catalog;
        this.index = index;
        this.writer = writer;
        this.generation = generation;
        this.redis = redis;
        this.clock = clock;
        this.progress = new Progress(State.NEVER, null, 0, 0, clock.instant(), null, null);
    }

    /** How the last one went. */
    enum State {
        NEVER,
        RUNNING,
        DONE,
        FAILED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How far it is.
     *
     * @param index the one being filled, or that was
     * @param read how much catalog had so far
     * @param indexed how much of it can be found
     * @param problem why it failed
     */
    record Progress(
            State state,
            @Nullable String index,
            long read,
            long indexed,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String problem) {}

    /** Of this instance, or of whichever began the last one. */
    Progress progress() {
        Progress own = progress;
        if (own.state() == State.RUNNING) {
            return own;
        }
        return redis.find(KEY).flatMap(Rebuild::read).orElse(own);
    }

    /**
     * Begins one; it goes on by itself.
     *
     * @throws ProblemException 409 while there is one
     */
    Progress begin() {
        Optional<RedisLink.Lock> lock = redis.tryLock(LOCK, LEASE);
        Thread mine = Thread.ofVirtual().name("reindex").unstarted(() -> run(lock.orElseThrow()));
        if (lock.isEmpty() || !thread.compareAndSet(null, mine)) {
            lock.ifPresent(RedisLink.Lock::close);
            throw ProblemException.of(SearchError.REINDEX_RUNNING);
        }
        tell(new Progress(State.RUNNING, null, 0, 0, clock.instant(), null, null));
        mine.start();
        return progress;
    }

    @Override
    public void close() {
        Thread running = thread.get();
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(RedisLink.Lock lock) {
        try {
            fill(lock);
        } catch (AwayException | RuntimeException e) {
            LOG.log(Level.ERROR, "the index is not rebuilt, the old one goes on", e);
            Progress failed = failed(String.valueOf(e.getMessage()));
            if (lock.renew()) {
                tell(failed);
                cleanUp();
            } else {
                // What there is to tell and to delete belongs to who has the lock now.
                progress = failed;
            }
        } catch (InterruptedException e) {
            LOG.log(Level.INFO, "the index is not rebuilt, the service ends");
            tell(failed("the service was ended"));
        } finally {
            thread.set(null);
            lock.close();
        }
    }

    private void fill(RedisLink.Lock lock) throws AwayException, InterruptedException {
        index.deleteOthers();
        String next = index.createNext();
        // Until every writer has seen it: what they wrote before is in catalog's pages, what they write after reaches
        // it.
        Thread.sleep(ContentIndex.TARGETS_LIFE.multipliedBy(2));
        Instant begun = progress.startedAt();
        long read = 0;
        long indexed = 0;
        String after = null;
        do {
            CatalogClient.Part part = page(after, lock);
            indexed += written(next, part.data(), lock);
            read += part.data().size();
            tell(new Progress(State.RUNNING, next, read, indexed, begun, null, null));
            after = part.nextCursor();
        } while (after != null);
        keep(lock);
        index.swap(next);
        generation.changed();
        index.deleteOthers();
        tell(new Progress(State.DONE, next, read, indexed, begun, clock.instant(), null));
        LOG.log(Level.INFO, "{0} is rebuilt as {1}: {2} of {3}", index.alias(), next, indexed, read);
    }

    /** Two that fill at once would each delete the other's index, so who lost the lock ends. */
    private static void keep(RedisLink.Lock lock) {
        if (!lock.renew()) {
            throw new IllegalStateException("it was paused for more than " + LEASE.toMinutes()
                    + " minutes and another may have been begun; begin it again when none is running");
        }
    }

    private CatalogClient.Part page(@Nullable String after, RedisLink.Lock lock)
            throws AwayException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            keep(lock);
            try {
                return catalog.list(after, PAGE);
            } catch (AwayException e) {
                waitOrGiveUp(attempt, e);
            }
        }
    }

    private int written(String next, List<CatalogDocument> documents, RedisLink.Lock lock)
            throws AwayException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            keep(lock);
            try {
                return writer.write(List.of(next), documents, List.of(), false);
            } catch (AwayException e) {
                waitOrGiveUp(attempt, e);
            }
        }
    }

    private static void waitOrGiveUp(int attempt, AwayException e) throws AwayException, InterruptedException {
        if (attempt == PATIENCE) {
            throw e;
        }
        Thread.sleep(Duration.ofSeconds(1));
    }

    private void cleanUp() {
        try {
            index.deleteOthers();
        } catch (AwayException | RuntimeException e) {
            LOG.log(Level.WARNING, "the unfinished index stays until the next rebuild: {0}", e.toString());
        }
    }

    private Progress failed(String why) {
        Progress last = progress;
        return new Progress(
                State.FAILED, last.index(), last.read(), last.indexed(), last.startedAt(), clock.instant(), why);
    }

    private void tell(Progress now) {
        progress = now;
        redis.set(KEY, Json.write(now), REMEMBER);
    }

    private static Optional<Progress> read(byte[] json) {
        try {
            return Optional.of(Json.mapper().readValue(json, Progress.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
