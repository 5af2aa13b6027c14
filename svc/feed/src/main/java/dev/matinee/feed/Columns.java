package dev.matinee.feed;

import io.helidon.dbclient.DbRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's types as ours; ids are text everywhere but there. */
record Columns(DbRow row) {
    String text(String column) {
        return row.column(column).get(Object.class).toString();
    }

    @Nullable
    String textOrNull(String column) {
        return find(column, Object.class).map(Object::toString).orElse(null);
    }

    long number(String column) {
        return row.column(column).get(Number.class).longValue();
    }

    double real(String column) {
        return row.column(column).get(Number.class).doubleValue();
    }

    @Nullable
    Long numberOrNull(String column) {
        return find(column, Number.class).map(Number::longValue).orElse(null);
    }

    boolean flag(String column) {
        return row.column(column).get(Boolean.class);
    }

    /** False for none. */
    boolean flagOrFalse(String column) {
        return find(column, Boolean.class).orElse(false);
    }

    Instant time(String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }

    @Nullable
    Instant timeOrNull(String column) {
        return find(column, Timestamp.class).map(Timestamp::toInstant).orElse(null);
    }

    /** Not by asOptional(), which refuses a null. */
    private <T> Optional<T> find(String column, Class<T> type) {
        return Optional.ofNullable(row.column(column).get(type));
    }

    static @Nullable OffsetDateTime parameter(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
