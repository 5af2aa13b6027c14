package dev.matinee.events;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time-ordered ids, UUID version 7 of RFC 9562 section 5.7: 48 bits of Unix milliseconds, then 12 bits of the fraction of
 * that millisecond (section 6.2, method 3), then 62 random bits. Ids of one process sort in the order in which they were
 * made, also within a millisecond and when the clock is set back: lists are ordered by them.
 */
public final class Uuid7 {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FRACTION_BITS = 12;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Of the last id: milliseconds and their fraction. */
    private static final AtomicLong LAST = new AtomicLong();

    private Uuid7() {}

    /** An id for now, above every other that this process made for now. */
    public static UUID next() {
        return of(LAST.accumulateAndGet(ticks(Instant.now()), (last, now) -> Math.max(last + 1, now)));
    }

    /** An id for a given time; the order of several for one time is open. */
    public static UUID at(Instant time) {
        return of(ticks(time));
    }

    private static long ticks(Instant time) {
        long fraction = ChronoUnit.NANOS.between(time.truncatedTo(ChronoUnit.MILLIS), time);
        return (time.toEpochMilli() << FRACTION_BITS) | ((fraction << FRACTION_BITS) / NANOS_PER_MILLI);
    }

    private static UUID of(long ticks) {
        long high = ((ticks >>> FRACTION_BITS) << 16) | 0x7000L | (ticks & 0x0fffL);
        long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
