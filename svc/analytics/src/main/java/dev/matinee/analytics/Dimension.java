package dev.matinee.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a metric can be broken down and filtered by; columns of {@code rollup}. */
enum Dimension {
    VIDEO("content_id"),
    CHANNEL("channel_id"),
    SOURCE("source"),
    REFERRER("referrer"),
    DEVICE("device"),
    OS("os"),
    BROWSER("browser"),
    COUNTRY("country"),
    RUNG("rung"),
    AUDIENCE("audience");

    private final String column;

    Dimension(String column) {
        this.column = column;
    }

    static Optional<Dimension> find(String name) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.wireName().equals(name))
                .findFirst();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Never what somebody wrote, so it may stand in SQL. */
    String column() {
        return column;
    }
}
