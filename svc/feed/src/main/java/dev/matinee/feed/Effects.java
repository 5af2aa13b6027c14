package dev.matinee.feed;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a transaction changed that Redis holds copies of.
 *
 * @param cards contents that look otherwise now
 * @param channels whose lists of contents are others now
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
