package dev.matinee.catalog;

/**
 * What is between a member and a channel.
 *
 * @param follows the member follows the channel
 * @param blocks the member blocks the channel's owner
 * @param blocked the channel's owner blocks the member
 */
record Relation(boolean follows, boolean blocks, boolean blocked) {
    /** Nobody's, and one's own to oneself. */
    static final Relation NONE = new Relation(false, false, false);

    /** Whether one of the two does not want to have to do with the other: then neither sees what the other made. */
    boolean apart() {
        return blocks || blocked;
    }
}
