package dev.matinee.feed;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a transaction changed that Redis holds copies of, or an earlier one of the same event did: Redis may not have been
 * told then.
 *
 * @param cards contents that may look otherwise now
 * @param channels whose lists of contents may be others now
 * @param members whose feeds are made of something else now
 */
record Effects(Set<String> cards, Set<String> channels, Set<String> members) {
    Effects() {
        this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    boolean none() {
        return cards.isEmpty() && channels.isEmpty() && members.isEmpty();
    }
}
