package dev.matinee.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists that are in the order of time, as one. */
final class Merge {
    private Merge() {}

    /**
     * The newest of all lists behind a place, each thing once.
     *
     * @param lists each the newest first
     * @param after only what is behind this; null for all
     */
    static List<Entry> newest(List<List<Entry>> lists, @Nullable Entry after, int limit) {
        record Head(Entry entry, Iterator<Entry> rest) {}

        PriorityQueue<Head> heads =
                new PriorityQueue<>(Math.max(1, lists.size()), Comparator.comparing(Head::entry, Entry.NEWEST_FIRST));
        for (List<Entry> list : lists) {
            Iterator<Entry> rest = list.iterator();
            if (rest.hasNext()) {
                heads.add(new Head(rest.next(), rest));
            }
        }
        List<Entry> merged = new ArrayList<>();
        Set<String> known = new HashSet<>();
        while (!heads.isEmpty() && merged.size() < limit) {
            Head head = heads.remove();
            if ((after == null || head.entry.isBehind(after)) && known.add(head.entry.id())) {
                merged.add(head.entry);
            }
            if (head.rest.hasNext()) {
                heads.add(new Head(head.rest.next(), head.rest));
            }
        }
        return merged;
    }
}
