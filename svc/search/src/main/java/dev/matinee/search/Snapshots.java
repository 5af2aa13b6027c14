package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.Time;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of the index that lists are read from (a point in time), so that pages neither skip nor repeat while content
 * comes and goes. One serves all queries that begin before the content changes, because opening one for each would cost
 * as much as the query; Elasticsearch forgets it some minutes after its last use.
 */
final class Snapshots {
    static final Time KEEP = Time.of(time -> time.time("3m"));

    /** Counts change without a word; this is how old they may be, and what is seen late when Redis is away. */
    private static final Duration LIFE = Duration.ofSeconds(4);

    private final Elastic elastic;
    private final String alias;
    private final Generation generation;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile Snapshot current = new Snapshot("", "", 0);

    Snapshots(Elastic elastic, String alias, Generation generation) {
        this.elastic = elastic;
        this.alias = alias;
        this.generation = generation;
    }

    private record Snapshot(String id, String generation, long openedAt) {}

    /** One that shows the content as it is. */
    String current() {
        Snapshot held = current;
        String wanted = generation.current();
        if (good(held, wanted)) {
            return held.id();
        }
        opening.lock();
        try {
            held = current;
            if (good(held, wanted)) {
                return held.id();
            }
            long now = System.nanoTime();
            String id = elastic.ask(client -> client.openPointInTime(
                            request -> request.index(alias).keepAlive(KEEP).allowPartialSearchResults(false)))
                    .id();
            // Named by what was wanted before it was opened: a change meanwhile makes the next query open another.
            current = new Snapshot(id, wanted, now);
            return id;
        } finally {
            opening.unlock();
        }
    }

    /** Elasticsearch no longer knows it: the index was replaced, or the node restarted. */
    void lost(String id) {
        if (current.id().equals(id)) {
            current = new Snapshot("", "", 0);
        }
    }

    private static boolean good(Snapshot held, String wanted) {
        return !held.id().isEmpty()
                && held.generation().equals(wanted)
                && System.nanoTime() - held.openedAt() < LIFE.toNanos();
    }
}
