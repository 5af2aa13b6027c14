package dev.matinee.analytics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What is watched in a made-up history: few films much and most of them little (Zipf's law), each the most when it is new. Films that
 * the platform has come first in no order of theirs; the rest is made up and known to nobody else.
 */
final class HistoryFilms {
    private static final double EXPONENT = 0.9;
    private static final double FRESH_DAYS = 6;
    /** What an old film keeps of what it had when it was new. */
    private static final double FLOOR = 0.15;
    /** Tries at finding one that is fresh enough; then the last one found does. */
    private static final int TRIES = 12;

    private static final long SHORTEST_MS = 20_000;
    private static final long LONGEST_MS = 2 * 3_600_000L;
    private static final double MIDDLE_MS = 240_000;

    private final List<Film> films;
    private final double[] upTo;

    /**
     * @param published day of the history that viewers could first find it on; negative when it was there before
     */
    record Film(String id, long durationMs, int published) {}

    private HistoryFilms(List<Film> films) {
        this.films = films;
        this.upTo = new double[films.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += 1 / Math.pow(i + 1, EXPONENT);
            upTo[i] = sum;
        }
    }

    /**
     * @param known films of the platform, all of which are taken
     * @param count how many there are to be in all
     * @param days that the history has
     */
    static HistoryFilms of(List<Film> known, int count, int days, Random random) {
        List<Film> films = new ArrayList<>(known);
        for (int i = known.size(); i < count; i++) {
            double length = MIDDLE_MS * Math.exp(random.nextGaussian());
            String name = "film/" + random.nextLong() + "/" + i;
            films.add(new Film(
                    UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII))
                            .toString(),
                    (long) Math.clamp(length, SHORTEST_MS, LONGEST_MS),
                    // A third were there before it all began.
                    random.nextInt(days + days / 2 + 1) - days / 2));
        }
        return new HistoryFilms(films);
    }

    Film pick(int day, Random random) {
        Film film = any(random);
        for (int i = 0; i < TRIES; i++) {
            int age = day - film.published();
            if (age >= 0 && random.nextDouble() < FLOOR + (1 - FLOOR) * Math.exp(-age / FRESH_DAYS)) {
                return film;
            }
            film = any(random);
        }
        return film;
    }

    private Film any(Random random) {
        int place = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return films.get(Math.min(place < 0 ? -place - 1 : place, films.size() - 1));
    }
}
