package dev.matinee.catalog;

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

/** PostgreSQL's types as ours; DbClient leaves them to the driver. */
record Columns(DbRow row) {
    UUID id(String column) {
        return (UUID) row.column(column).get();
    }

    String text(String column) {
        return (String) row.column(column).get();
    }

    @Nullable
    String textOrNull(String column) {
        return (String) find(column).orElse(null);
    }

    long number(String column) {
        return ((Number) row.column(column).get()).longValue();
    }

    boolean flag(String column) {
        return (Boolean) row.column(column).get();
    }

    Instant time(String column) {
        return ((Timestamp) row.column(column).get()).toInstant();
    }

    @Nullable
    Instant timeOrNull(String column) {
        return find(column).map(time -> ((Timestamp) time).toInstant()).orElse(null);
    }

    List<String> texts(String column) {
        try {
            return List.of((String[]) ((Array) row.column(column).get()).getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(column + " is no array of texts", e);
        }
    }

    private Optional<Object> find(String column) {
        return row.column(column).asOptional();
    }

    static @Nullable OffsetDateTime parameter(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
