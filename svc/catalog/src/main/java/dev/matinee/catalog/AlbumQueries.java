package dev.matinee.catalog;

import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads albums with their photos. */
final class AlbumQueries {
    private static final String SELECT = """
            SELECT a.*, c.handle AS channel_handle, c.name AS channel_name
            FROM album a JOIN channel c ON c.id = a.channel_id
            """;

    private static final String FOR_FOLLOWERS = """
            WHERE (a.published OR (a.visibility = 'followers' AND a.state = 'ready' AND a.published_at IS NOT NULL
                AND (a.publish_at IS NULL OR a.publish_at <= ?)
                AND EXISTS (SELECT 1 FROM follow f WHERE f.follower = ? AND f.channel_id = a.channel_id)))
            """;
    private static final String NOT_APART = """
             AND NOT EXISTS (SELECT 1 FROM block b
                WHERE (b.member = ? AND b.channel_owner = a.owner) OR (b.member = a.owner AND b.channel_owner = ?))
            """;

    private final Database database;

    AlbumQueries(Database database) {
        this.database = database;
    }

    /**
     * What to list.
     *
     * @param member who asks, if they say
     */
    record Wanted(
            @Nullable UUID channel,
            @Nullable String tag,
            @Nullable String member) {}

    Optional<ShownAlbum> find(UUID id) {
        return list(database.execute(), SELECT + "WHERE a.id = ?", Stream.of(id)).stream()
                .findFirst();
    }

    static Optional<Album> lock(DbExecute transaction, UUID id) {
        return list(transaction, SELECT + "WHERE a.id = ? FOR UPDATE OF a", Stream.of(id)).stream()
                .map(ShownAlbum::album)
                .findFirst();
    }

    static boolean submissionKnown(DbExecute transaction, String submission) {
        return transaction
                .get("SELECT 1 AS known FROM photo WHERE submission_id = ?", submission)
                .isPresent();
    }

    /** By id, in no order; without those that are gone. */
    List<ShownAlbum> listByIds(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : list(database.execute(), SELECT + "WHERE a.id = ANY (?)", Stream.of((Object)
                        ids.toArray(UUID[]::new)));
    }

    /** Public albums, the last published first; as videos are listed. */
    List<ShownAlbum> listFor(Wanted wanted, VideoQueries.@Nullable After after, Instant now, int limit) {
        StringBuilder sql = new StringBuilder(SELECT);
        Stream.Builder<Object> parameters = Stream.builder();
        if (wanted.member() != null && wanted.channel() != null) {
            sql.append(FOR_FOLLOWERS);
            parameters.add(Columns.time(now)).add(wanted.member());
        } else {
            sql.append("WHERE a.published");
        }
        if (wanted.member() != null) {
            sql.append(NOT_APART);
            parameters.add(wanted.member()).add(wanted.member());
        }
        if (wanted.channel() != null) {
            sql.append(" AND a.channel_id = ?");
            parameters.add(wanted.channel());
        }
        if (wanted.tag() != null) {
            sql.append(" AND a.tags @> ARRAY[?]::text[]");
            parameters.add(wanted.tag());
        }
        if (after != null) {
            sql.append(" AND (a.published_at, a.id) < (?, ?)");
            parameters.add(Columns.time(after.publishedAt())).add(after.id());
        }
        sql.append(" ORDER BY a.published_at DESC, a.id DESC LIMIT ?");
        parameters.add(limit);
        return list(database.execute(), sql.toString(), parameters.build());
    }

    /** A user's own albums in every state, the last made first. */
    List<ShownAlbum> listOwn(String owner, @Nullable UUID after, int limit) {
        return list(
                database.execute(),
                SELECT + "WHERE a.owner = ? AND a.id < ? ORDER BY a.id DESC LIMIT ?",
                Stream.of(owner, Columns.orLast(after), limit));
    }

    /** Albums whose schedule has come and which nobody was told of. */
    List<UUID> listDue(Instant now, int limit) {
        return ids("""
                SELECT id FROM album
                WHERE state = 'ready' AND publish_at <= ?
                    AND ((visibility = 'public' AND NOT published)
                        OR (visibility = 'followers' AND published_at IS NULL))
                ORDER BY publish_at LIMIT ?
                """, now, limit);
    }

    List<UUID> listOverdue(Instant now, int limit) {
        return ids("SELECT id FROM album WHERE deadline <= ? ORDER BY deadline LIMIT ?", now, limit);
    }

    private List<UUID> ids(String sql, Instant now, int limit) {
        try (Stream<DbRow> rows = database.execute().query(sql, Columns.parameter(now), limit)) {
            return rows.map(row -> new Columns(row).id("id")).toList();
        }
    }

    private static List<ShownAlbum> list(DbExecute execute, String sql, Stream<Object> parameters) {
        DbStatementQuery query = execute.createQuery(sql);
        parameters.forEach(query::addParam);
        List<Columns> albums;
        try (Stream<DbRow> rows = query.execute()) {
            albums = rows.map(Columns::new).toList();
        }
        Map<UUID, List<Photo>> photos =
                photos(execute, albums.stream().map(row -> row.id("id")).toArray(UUID[]::new));
        return albums.stream()
                .map(row -> shown(row, photos.getOrDefault(row.id("id"), List.of())))
                .toList();
    }

    private static Map<UUID, List<Photo>> photos(DbExecute execute, UUID[] albums) {
        if (albums.length == 0) {
            return Map.of();
        }
        try (Stream<DbRow> rows =
                execute.query("SELECT * FROM photo WHERE album_id = ANY (?) ORDER BY position", (Object) albums)) {
            return rows.map(Columns::new)
                    .collect(Collectors.groupingBy(
                            row -> row.id("album_id"), Collectors.mapping(AlbumQueries::photo, Collectors.toList())));
        }
    }

    private static ShownAlbum shown(Columns row, List<Photo> photos) {
        @Nullable String hiddenFrom = row.textOrNull("hidden_from");
        Album album = new Album(
                row.id("id"),
                row.id("channel_id"),
                row.text("owner"),
                new AlbumDetails(
                        row.text("title"),
                        row.textOrNull("description"),
                        row.texts("tags"),
                        row.textOrNull("language"),
                        row.textOrNull("licence"),
                        Visibility.ofWireName(row.text("visibility")),
                        row.timeOrNull("publish_at")),
                photos,
                VideoState.ofWireName(row.text("state")),
                row.timeOrNull("deadline"),
                row.number("access_epoch"),
                hiddenFrom == null ? null : Visibility.ofWireName(hiddenFrom),
                row.flag("published"),
                row.timeOrNull("published_at"),
                row.number("revision"),
                row.time("created_at"),
                row.time("updated_at"));
        return new ShownAlbum(
                album, new ChannelName(row.id("channel_id"), row.text("channel_handle"), row.text("channel_name")));
    }

    private static Photo photo(Columns row) {
        return new Photo(
                row.id("id"),
                row.textOrNull("alt_text"),
                VideoState.ofWireName(row.text("state")),
                row.timeOrNull("deadline"),
                StoredJson.read(row.textOrNull("failure"), Failure.class),
                row.textOrNull("submission_id"),
                StoredJson.read(row.textOrNull("media"), PhotoMedia.class),
                row.time("created_at"));
    }
}
