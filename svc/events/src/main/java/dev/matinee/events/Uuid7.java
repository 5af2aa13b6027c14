package dev.matinee.events;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Time-ordered ids, UUID version 7 of RFC 9562 section 5.7: 48 bits of Unix milliseconds, then 74 random bits. */
public final class Uuid7 {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Uuid7() {}

    /** An id for now. */
    public static UUID next() {
        return at(Instant.now());
    }

    /** An id for a given time (millisecond resolution). */
    public static UUID at(Instant time) {
        long high = (time.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextInt() & 0x0fffL);
        long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
