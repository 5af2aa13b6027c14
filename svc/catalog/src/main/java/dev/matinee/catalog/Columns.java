package dev.matinee.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.matinee.kit.http.Json;
import io.helidon.dbclient.DbRow;
import java.nio.charset.StandardCharsets;
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

/** PostgreSQL's types as ours; DbClient leaves them to the driver. */
record Columns(DbRow row) {
    UUID id(String column) {
        return row.column(column).get(UUID.class);
    }

    @Nullable
    UUID idOrNull(String column) {
        return find(column, UUID.class).orElse(null);
    }

    String text(String column) {
        return row.column(column).get(String.class);
    }

    @Nullable
    String textOrNull(String column) {
        return find(column, String.class).orElse(null);
    }

    long number(String column) {
        return row.column(column).get(Number.class).longValue();
    }

    boolean flag(String column) {
        return row.column(column).get(Boolean.class);
    }

    Instant time(String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }

    @Nullable
    Instant timeOrNull(String column) {
        return find(column, Timestamp.class).map(Timestamp::toInstant).orElse(null);
    }

    List<String> texts(String column) {
        try {
            return List.of((String[]) row.column(column).get(Array.class).getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(column + " is no array of texts", e);
        }
    }

    /** Stored JSON; a newer version of this service may have written more than this one knows. */
    <T> @Nullable T jsonOrNull(String column, Class<T> type) {
        @Nullable String text = textOrNull(column);
        if (text == null) {
            return null;
        }
        try {
            return Json.mapper()
                    .readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    static @Nullable String json(@Nullable Object value) {
        return value == null ? null : new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** Not by asOptional(), which refuses a null. */
    private <T> Optional<T> find(String column, Class<T> type) {
        return Optional.ofNullable(row.column(column).get(type));
    }

    /** For {@code id < ?}: behind the one a cursor names, or from the beginning of a list that begins with the last id. */
    static UUID orLast(@Nullable UUID after) {
        return after == null ? new UUID(-1, -1) : after;
    }

    static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime parameter(@Nullable Instant time) {
        return time == null ? null : time(time);
    }
}
