package dev.matinee.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rankers, by name. */
enum Ranking {
    HOME,
    FOLLOWING,
    TRENDING,
    RELATED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Ranking> find(String wireName) {
        return Arrays.stream(values())
                .filter(ranking -> ranking.wireName().equals(wireName))
                .findFirst();
    }
}
