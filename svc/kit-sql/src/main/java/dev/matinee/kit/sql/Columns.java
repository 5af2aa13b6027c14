package dev.matinee.kit.sql;

import io.helidon.dbclient.DbRow;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns, PostgreSQL's types as ours; DbClient leaves them to the driver. What is not {@code …OrNull} or {@code find…} is asked
 * of columns that have a value: a null there ends in a {@link NullPointerException}.
 *
 * @param row as DbClient has it
 */
public record Columns(DbRow row) {
    /** A {@code uuid}. */
    public UUID id(String column) {
        return row.column(column).get(UUID.class);
    }

    /** The same of a column that may be null. */
    public @Nullable UUID idOrNull(String column) {
        return find(column, UUID.class).orElse(null);
    }

    /** A {@code text}, or anything else as the text that it has in PostgreSQL, such as an id. */
    public String text(String column) {
        return row.column(column).get(Object.class).toString();
    }

    /** The same of a column that may be null. */
    public @Nullable String textOrNull(String column) {
        return find(column, Object.class).map(Object::toString).orElse(null);
    }

    /** A whole number of any width. */
    public long number(String column) {
        return row.column(column).get(Number.class).longValue();
    }

    /** The same of a column that may be null. */
    public @Nullable Long numberOrNull(String column) {
        return find(column, Number.class).map(Number::longValue).orElse(null);
    }

    /** A number with a fraction. */
    public double real(String column) {
        return row.column(column).get(Number.class).doubleValue();
    }

    /** A {@code boolean}. */
    public boolean flag(String column) {
        return row.column(column).get(Boolean.class);
    }

    /** The same of a column that may be null, which is false. */
    public boolean flagOrFalse(String column) {
        return find(column, Boolean.class).orElse(false);
    }

    /** A {@code timestamptz}. */
    public Instant time(String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }

    /** The same of a column that may be null. */
    public @Nullable Instant timeOrNull(String column) {
        return find(column, Timestamp.class).map(Timestamp::toInstant).orElse(null);
    }

    /**
     * A {@code text[]} without nulls.
     *
     * @throws IllegalStateException when it cannot be read
     */
    public List<String> texts(String column) {
        try {
            return List.of((String[]) row.column(column).get(Array.class).getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(column + " is no array of texts", e);
        }
    }

    /** Anything that the driver has as that type. Not by asOptional(), which refuses a null. */
    public <T> Optional<T> find(String column, Class<T> type) {
        return Optional.ofNullable(row.column(column).get(type));
    }

    /** A time as a parameter. */
    public static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** The same of a time that may be none. */
    public static @Nullable OffsetDateTime parameter(@Nullable Instant time) {
        return time == null ? null : time(time);
    }

    /** For {@code id < ?}: behind the one a cursor names, or from the beginning of a list that begins with the last id. */
    public static UUID orLast(@Nullable UUID after) {
        return after == null ? new UUID(-1, -1) : after;
    }
}
