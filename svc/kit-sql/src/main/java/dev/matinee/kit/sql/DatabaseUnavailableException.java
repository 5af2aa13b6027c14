package dev.matinee.kit.sql;

import java.sql.SQLException;

/** No connection could be had; the work may succeed later. */
public final class DatabaseUnavailableException extends RuntimeException {
    public DatabaseUnavailableException(SQLException cause) {
        super("the database cannot be reached", cause);
    }
}
