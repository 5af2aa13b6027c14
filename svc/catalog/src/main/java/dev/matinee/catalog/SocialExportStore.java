package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What members did, kind by kind in the order of doing, for feed to build itself from. */
final class SocialExportStore {
    private final Database database;

    SocialExportStore(Database database) {
        this.database = database;
    }

    enum Kind {
        FOLLOW("f.follower AS member", "follow f JOIN channel c ON c.id = f.channel_id", "f"),
        MUTE("m.member", "mute m JOIN channel c ON c.id = m.channel_id", "m"),
        BLOCK("b.member", "block b JOIN channel c ON c.id = b.channel_id", "b"),
        LIKE("l.member, l.kind, l.content_id", "content_like l", "l"),
        WATCH(
                "w.member, w.kind, w.content_id, w.position_ms, w.duration_ms, w.finished, w.watched_at AS created_at",
                "watch w",
                "w");

        private final String sql;

        Kind(String columns, String from, String alias) {
            boolean ofChannel = from.contains("channel c");
            String at = columns.contains("created_at") ? "" : ", " + alias + ".created_at";
            this.sql = "SELECT " + alias + ".id, " + columns + at
                    + (ofChannel ? ", c.id AS channel_id, c.owner AS channel_owner" : "") + " FROM " + from + " WHERE "
                    + alias + ".id > ? ORDER BY " + alias + ".id LIMIT ?";
        }

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> find(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(name))
                    .findFirst();
        }
    }

    /**
     * One thing a member did; what its kind does not have is absent.
     *
     * @param row the order; progress in watching makes it anew, so nothing is passed over by a walk and some comes twice
     */
    record Row(
            UUID row,
            String member,
            @Nullable UUID channelId,
            @Nullable String channelOwner,
            @Nullable ContentKind contentKind,
            @Nullable UUID contentId,
            @Nullable Long positionMs,
            @Nullable Long durationMs,
            @Nullable Boolean finished,
            Instant at) {}

    List<Row> list(Kind kind, @Nullable UUID after, int limit) {
        try (Stream<DbRow> rows = database.execute().query(kind.sql, after == null ? new UUID(0, 0) : after, limit)) {
            return rows.map(Columns::new).map(row -> row(kind, row)).toList();
        }
    }

    private static Row row(Kind kind, Columns row) {
        boolean ofContent = kind == Kind.LIKE || kind == Kind.WATCH;
        boolean watch = kind == Kind.WATCH;
        return new Row(
                row.id("id"),
                row.text("member"),
                ofContent ? null : row.id("channel_id"),
                ofContent ? null : row.text("channel_owner"),
                ofContent ? ContentKind.ofWireName(row.text("kind")) : null,
                ofContent ? row.id("content_id") : null,
                watch ? row.number("position_ms") : null,
                watch ? row.number("duration_ms") : null,
                watch ? row.flag("finished") : null,
                row.time("created_at"));
    }
}
