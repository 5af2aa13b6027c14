package dev.matinee.catalog;

import io.helidon.dbclient.DbTransaction;
import java.util.stream.Stream;

/** Members have no row of their own here, so what they do is put in order by a lock on their id. */
final class Members {
    private Members() {}

    /** Until the transaction ends, nobody else changes what these members did; in one order, so two never wait for each other. */
    static void lock(DbTransaction transaction, String... members) {
        Stream.of(members)
                .sorted()
                .distinct()
                .forEach(member -> transaction.get(
                        "SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended(?, 0))) AS lock", member));
    }
}
