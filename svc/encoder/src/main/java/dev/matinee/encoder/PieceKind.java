package dev.matinee.encoder;

import java.util.Locale;

/** What a piece of a long film's job is. */
enum PieceKind {
    /** The sound and the pictures, whole: sound cut and joined would have gaps where each piece begins. */
    SIDE,
    /** The lowest rung of one chunk. */
    LOW,
    /** The larger rungs of one chunk. */
    REST,
    /** Publishes the lowest rung, once the side and every {@link #LOW} are done. */
    FIRST,
    /** Publishes the whole, once everything else is done. */
    JOIN;

    /** Whether it encodes something. */
    boolean makes() {
        return this != FIRST && this != JOIN;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PieceKind ofColumn(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
