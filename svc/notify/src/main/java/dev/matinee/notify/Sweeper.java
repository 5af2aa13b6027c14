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
            new Old("notification", "id", "created_at < ?", NOTIFICATIONS),
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
        boolean more = false;
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
}
