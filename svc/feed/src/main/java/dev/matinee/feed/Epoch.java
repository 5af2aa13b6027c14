package dev.matinee.feed;

import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import java.util.Locale;

/**
 * Which of what Redis holds is to be believed. When Redis cannot be told of a change, the epoch grows and all it held is
 * as good as gone. Other instances learn of it within a second.
 */
final class Epoch {
    private final Database database;
    private volatile Now now;

    Epoch(Database database) {
        this.database = database;
        this.now = new Now(0);
        refresh();
    }

    private record Now(long number, String digits) {
        Now(long number) {
            this(number, String.format(Locale.ROOT, "%010d", number));
        }
    }

    long number() {
        return now.number;
    }

    /** As cards begin. */
    String digits() {
        return now.digits;
    }

    void refresh() {
        take(database.execute()
                .get("SELECT number FROM epoch")
                .map(row -> new Columns(row).number("number"))
                .orElse(1L));
    }

    void grow() {
        take(database.execute()
                .get("UPDATE epoch SET number = number + 1 RETURNING number")
                .map(row -> new Columns(row).number("number"))
                .orElseThrow());
    }

    private synchronized void take(long number) {
        if (number > now.number) {
            now = new Now(number);
        }
    }
}
