package dev.matinee.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** After how long a delivery that failed is tried again, and when no more. */
final class Retries {
    /** How much a pause is made longer or shorter, so that what failed together does not come back together. */
    static final double JITTER = 0.1;

    /** Standard Webhooks, "Deliverability and reliability". */
    static final List<Duration> WEBHOOK = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    /** A mail server that is away is often back soon, and greylisting ends after minutes. */
    static final List<Duration> EMAIL = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24));
    /** What a device did not get in some hours is in the inbox. */
    static final List<Duration> PUSH =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));

    private Retries() {}

    static List<Duration> of(Medium medium) {
        return switch (medium) {
            case WEBHOOK -> WEBHOOK;
            case EMAIL -> EMAIL;
            case PUSH -> PUSH;
            case IN_APP -> List.of();
        };
    }

    /**
     * The pause after a try.
     *
     * @param tries how many there were, from 1
     * @return empty when that was the last
     */
    static Optional<Duration> after(Medium medium, int tries, RandomGenerator random) {
        List<Duration> pauses = of(medium);
        if (tries < 1 || tries > pauses.size()) {
            return Optional.empty();
        }
        long millis = pauses.get(tries - 1).toMillis();
        return Optional.of(Duration.ofMillis(Math.round(millis * (1 + JITTER * (2 * random.nextDouble() - 1)))));
    }
}
