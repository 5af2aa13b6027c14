package dev.matinee.notify;

import dev.matinee.kit.http.Json;
import io.helidon.dbclient.DbRow;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's types as ours; DbClient leaves them to the driver. */
record Rows(DbRow row) {
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

    @Nullable
    Integer numberOrNull(String column) {
        return find(column, Number.class).map(Number::intValue).orElse(null);
    }

    boolean flag(String column) {
        return row.column(column).get(Boolean.class);
    }

    byte[] bytes(String column) {
        return row.column(column).get(byte[].class);
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

    static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime timeOrNull(@Nullable Instant time) {
        return time == null ? null : time(time);
    }

    /** As a parameter for {@code jsonb_array_elements_text} and its like: DbClient has none for arrays. */
    static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    static String texts(Collection<?> values) {
        return json(values.stream().map(Object::toString).toList());
    }
}
