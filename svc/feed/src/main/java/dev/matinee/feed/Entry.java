package dev.matinee.feed;

import java.util.Comparator;

/**
 * One thing's place in a list by time.
 *
 * @param id of the content, a UUID in lower case
 * @param at when it was published, Unix milliseconds
 */
record Entry(String id, long at) {
    /** The newest first, as Redis orders a sorted set from its end: by score, then by the bytes of the id. */
    static final Comparator<Entry> NEWEST_FIRST =
            Comparator.comparingLong(Entry::at).thenComparing(Entry::id).reversed();

    boolean isBehind(Entry other) {
        return NEWEST_FIRST.compare(this, other) > 0;
    }
}
