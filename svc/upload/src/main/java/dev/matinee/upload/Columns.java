package dev.matinee.upload;

import io.helidon.dbclient.DbRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads columns that need more than a cast. */
final class Columns {
    private Columns() {}

    /** Not by asOptional(), which refuses a null. */
    static <T> Optional<T> optional(DbRow row, String column, Class<T> type) {
        @Nullable T value = row.column(column).get(type);
        return Optional.ofNullable(value);
    }

    static Instant instant(DbRow row, String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }
}
