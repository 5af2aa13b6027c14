package dev.matinee.catalog;

import dev.matinee.kit.sql.Columns;
import io.helidon.dbclient.DbExecute;

/** One number out of the database. */
final class Counts {
    private Counts() {}

    /**
     * @param sql answers one row with a column {@code rows}
     * @throws java.util.NoSuchElementException when it answers none
     */
    static long of(DbExecute execute, String sql, Object... parameters) {
        return execute.get(sql, parameters)
                .map(row -> new Columns(row).number("rows"))
                .orElseThrow();
    }
}
