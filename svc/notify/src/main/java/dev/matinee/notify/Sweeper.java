package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Forgets what is old, some at a time. */
final class Sweeper {
    private static final Duration NOTIFICATIONS = Duration.ofDays(90);
    /** Longer than any event comes again (the inbox of events remembers as long). */
    private static final Duration TOLD = Duration.ofDays(40);

    private static final int AT_ONCE = 5_000;

    private record Old(String table, String id, String where, Duration after) {}

    private static final List<Old> OLD = List.of(
            new Old("delivery", "id", "created_at < ? AND state <> 'waiting'", Duration.ofDays(30)),
            new Old("told", "ctid", "told_at < ?", TOLD),
            new Old("failure", "content_id", "failed_at < ?", TOLD),
            new Old("happening", "id", "done_at < ?", TOLD));

    private final Database database;
    private final Clock clock;

    Sweeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Forgets some; true while there may be more. */
    boolean step() {
        Instant now = clock.instant();
        boolean more = notifications(now.minus(NOTIFICATIONS));
        for (Old old : OLD) {
            long gone = database.execute()
                    .delete(
                            "DELETE FROM " + old.table() + " WHERE " + old.id() + " IN (SELECT " + old.id() + " FROM "
                                    + old.table() + " WHERE " + old.where() + " LIMIT " + AT_ONCE + ")",
                            Rows.time(now.minus(old.after())));
            more |= gone == AT_ONCE;
        }
        return more;
    }

    /** Those who were counted in one make a new one when they do it again. */
    private boolean notifications(Instant oldest) {
        long gone = database.execute()
                .get("""
                        WITH gone AS (
                            DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE created_at < ? LIMIT ?)
                            RETURNING id),
                        alone AS (UPDATE act SET notification_id = NULL WHERE notification_id IN (SELECT id FROM gone))
                        SELECT count(*) AS found FROM gone
                        """, Rows.time(oldest), AT_ONCE)
                .map(row -> new Rows(row).number("found"))
                .orElse(0L);
        return gone == AT_ONCE;
    }
}
