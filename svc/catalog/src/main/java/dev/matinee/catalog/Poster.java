package dev.matinee.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The poster that a video's owner chose, beside those that the encoder found.
 *
 * @param chosen what is shown; null while the encoder's own choice is
 * @param ordered what is being made; null when nothing is
 */
record Poster(@Nullable Chosen chosen, @Nullable Ordered ordered) {
    static final Poster NONE = new Poster(null, null);
    static final String FILE = "poster.jpg";
    /** What the encoder's jobs for posters have for a photo's id. */
    static final String JOB = "poster";

    /** @param version in S3, of this picture alone */
    record Chosen(long positionMs, String version) {}

    /** @param id of the order, so that what comes late of another is let go */
    record Ordered(long positionMs, String id) {}

    /** As its owner sees it. */
    record View(@Nullable Long positionMs, @Nullable Long orderedMs) {}

    Poster order(long positionMs, String id) {
        return new Poster(chosen, new Ordered(positionMs, id));
    }

    /** The order is done. */
    Poster made(String version) {
        return ordered == null ? this : new Poster(new Chosen(ordered.positionMs(), version), null);
    }

    /** The order came to nothing; what was shown stays. */
    Poster failed() {
        return new Poster(chosen, null);
    }

    boolean awaits(String order) {
        return ordered != null && ordered.id().equals(order);
    }

    /** Whether that is what its owner asked for last. */
    boolean isAt(long positionMs) {
        return ordered == null
                ? chosen != null && chosen.positionMs() == positionMs
                : ordered.positionMs() == positionMs;
    }

    View view() {
        return new View(chosen == null ? null : chosen.positionMs(), ordered == null ? null : ordered.positionMs());
    }
}
