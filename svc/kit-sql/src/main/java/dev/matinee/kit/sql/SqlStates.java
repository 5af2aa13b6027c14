package dev.matinee.kit.sql;

import java.sql.SQLException;
import java.sql.SQLTransientException;

/** What a failed statement means, by its SQLSTATE (PostgreSQL manual, appendix A). */
public final class SqlStates {
    private static final String UNIQUE_VIOLATION = "23505";

    private SqlStates() {}

    /** A row with that key is there already. */
    public static boolean isUniqueViolation(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The server was away, stopping, out of room for connections, or gave way to another transaction: try again. */
    public static boolean isTransient(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof DatabaseUnavailableException || at instanceof SQLTransientException) {
                return true;
            }
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("53")
                        || state.startsWith("40")) {
                    return true;
                }
            }
        }
        return false;
    }
}
