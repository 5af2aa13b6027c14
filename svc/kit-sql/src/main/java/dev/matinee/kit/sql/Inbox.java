package dev.matinee.kit.sql;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import java.time.Duration;
import java.util.UUID;

/** Remembers which events were handled, so that a second delivery does nothing. */
public final class Inbox {
    /** How many rows one {@link #forget} deletes at most. */
    public static final int FORGET_AT_ONCE = 10_000;

    private Inbox() {}

    /**
     * Claims an event within the transaction of its effect.
     *
     * @param consumer the consumer group
     * @return false when it was handled before
     */
    public static boolean claim(DbTransaction transaction, String consumer, UUID eventId) {
        return transaction.insert(
                        "INSERT INTO inbox (consumer, event_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        consumer,
                        eventId)
                == 1;
    }

    /** Forgets what is older than any redelivery can be; returns how many rows went, at most {@link #FORGET_AT_ONCE}. */
    public static long forget(DbExecute database, Duration age) {
        return database.delete("""
                DELETE FROM inbox WHERE ctid IN (
                    SELECT ctid FROM inbox WHERE handled_at < now() - make_interval(secs => ?) LIMIT ?)
                """, (double) age.toSeconds(), FORGET_AT_ONCE);
    }
}
