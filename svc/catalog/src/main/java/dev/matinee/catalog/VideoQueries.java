package dev.matinee.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.SourceObject;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads videos. */
final class VideoQueries {
    private static final String SELECT = """
            SELECT v.*, c.handle AS channel_handle, c.name AS channel_name, p.step, p.percent, p.rung
            FROM video v
            JOIN channel c ON c.id = v.channel_id
            LEFT JOIN video_progress p ON p.video_id = v.id AND p.submission_id = v.submission_id
            """;

    private static final String FOR_FOLLOWERS = """
            WHERE (v.published OR (v.visibility = 'followers' AND v.state = 'ready' AND v.published_at IS NOT NULL
                AND (v.publish_at IS NULL OR v.publish_at <= ?)
                AND EXISTS (SELECT 1 FROM follow f WHERE f.follower = ? AND f.channel_id = v.channel_id)))
            """;
    private static final String NOT_APART = """
             AND NOT EXISTS (SELECT 1 FROM block b
                WHERE (b.member = ? AND b.channel_owner = v.owner) OR (b.member = v.owner AND b.channel_owner = ?))
            """;

    private final Database database;

    VideoQueries(Database database) {
        this.database = database;
    }

    /**
     * What the CDN must know of a video or an album.
     *
     * @param open whether the public path may be read
     * @param playable whether a signed path of this epoch may be read
     */
    record Access(boolean open, boolean playable, long epoch) {}

    /**
     * What to list.
     *
     * @param member who asks, if they say
     */
    record Wanted(
            @Nullable UUID channel,
            @Nullable String tag,
            @Nullable String category,
            @Nullable String member) {}

    /** Where a public list goes on: after the video published then. */
    record After(Instant publishedAt, UUID id) {}

    Optional<ShownVideo> find(UUID id) {
        return database.execute().get(SELECT + "WHERE v.id = ?", id).map(VideoQueries::shown);
    }

    static Optional<Video> lock(DbExecute transaction, UUID id) {
        return transaction
                .get(SELECT + "WHERE v.id = ? FOR UPDATE OF v", id)
                .map(row -> shown(row).video());
    }

    /** The file that its submission named. */
    static Optional<SourceObject> source(DbExecute transaction, UUID id) {
        return transaction
                .get("SELECT source FROM video WHERE id = ? AND source IS NOT NULL", id)
                .map(row -> StoredJson.read(new Columns(row).textOrNull("source"), SourceObject.class));
    }

    static boolean submissionKnown(DbExecute transaction, String submission) {
        return transaction
                .get("SELECT 1 AS known FROM video WHERE submission_id = ?", submission)
                .isPresent();
    }

    Optional<Access> access(UUID id) {
        return database.execute()
                .get("""
                        SELECT published, state, access_epoch FROM video WHERE id = ?
                        UNION ALL SELECT published, state, access_epoch FROM album WHERE id = ?
                        """, id, id)
                .map(Columns::new)
                .map(row -> new Access(
                        row.flag("published"),
                        row.text("state").equals(VideoState.READY.wireName()),
                        row.number("access_epoch")));
    }

    /** By id, in no order; without those that are gone. */
    List<ShownVideo> listByIds(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : list(SELECT + "WHERE v.id = ANY (?)", Stream.of((Object) ids.toArray(UUID[]::new)));
    }

    /**
     * Public videos, the last published first: without those of whom the member wants nothing to do with, and within a
     * channel that they follow with what is for followers.
     */
    List<ShownVideo> listFor(Wanted wanted, @Nullable After after, Instant now, int limit) {
        StringBuilder sql = new StringBuilder(SELECT);
        Stream.Builder<Object> parameters = Stream.builder();
        if (wanted.member() != null && wanted.channel() != null) {
            sql.append(FOR_FOLLOWERS);
            parameters.add(Columns.time(now)).add(wanted.member());
        } else {
            sql.append("WHERE v.published");
        }
        if (wanted.member() != null) {
            sql.append(NOT_APART);
            parameters.add(wanted.member()).add(wanted.member());
        }
        if (wanted.channel() != null) {
            sql.append(" AND v.channel_id = ?");
            parameters.add(wanted.channel());
        }
        if (wanted.tag() != null) {
            sql.append(" AND v.tags @> ARRAY[?]::text[]");
            parameters.add(wanted.tag());
        }
        if (wanted.category() != null) {
            sql.append(" AND v.category = ?");
            parameters.add(wanted.category());
        }
        if (after != null) {
            sql.append(" AND (v.published_at, v.id) < (?, ?)");
            parameters.add(Columns.time(after.publishedAt())).add(after.id());
        }
        sql.append(" ORDER BY v.published_at DESC, v.id DESC LIMIT ?");
        parameters.add(limit);
        return list(sql.toString(), parameters.build());
    }

    /** A user's own videos in every state, the last made first; ids are in the order of making. */
    List<ShownVideo> listOwn(String owner, @Nullable VideoState state, @Nullable UUID after, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE v.owner = ?");
        Stream.Builder<Object> parameters = Stream.builder();
        parameters.add(owner);
        if (state != null) {
            sql.append(" AND v.state = ?");
            parameters.add(state.wireName());
        }
        if (after != null) {
            sql.append(" AND v.id < ?");
            parameters.add(after);
        }
        sql.append(" ORDER BY v.id DESC LIMIT ?");
        parameters.add(limit);
        return list(sql.toString(), parameters.build());
    }

    /** Videos whose schedule has come and which nobody was told of. */
    List<UUID> listDue(Instant now, int limit) {
        return ids("""
                SELECT id FROM video
                WHERE state = 'ready' AND publish_at <= ?
                    AND ((visibility = 'public' AND NOT published)
                        OR (visibility = 'followers' AND published_at IS NULL))
                ORDER BY publish_at LIMIT ?
                """, now, limit);
    }

    /** Videos that stayed in a state past its deadline. */
    List<UUID> listOverdue(Instant now, int limit) {
        return ids("SELECT id FROM video WHERE deadline <= ? ORDER BY deadline LIMIT ?", now, limit);
    }

    private List<UUID> ids(String sql, Instant now, int limit) {
        try (Stream<DbRow> rows = database.execute().query(sql, Columns.parameter(now), limit)) {
            return rows.map(row -> new Columns(row).id("id")).toList();
        }
    }

    private List<ShownVideo> list(String sql, Stream<Object> parameters) {
        DbStatementQuery query = database.execute().createQuery(sql);
        parameters.forEach(query::addParam);
        try (Stream<DbRow> rows = query.execute()) {
            return rows.map(VideoQueries::shown).toList();
        }
    }

    private static ShownVideo shown(DbRow dbRow) {
        Columns row = new Columns(dbRow);
        ChannelName channel =
                new ChannelName(row.id("channel_id"), row.text("channel_handle"), row.text("channel_name"));
        @Nullable String step = row.textOrNull("step");
        Progress progress =
                step == null ? null : new Progress(step, (int) row.number("percent"), row.textOrNull("rung"));
        return new ShownVideo(
                video(row), channel, progress, StoredJson.read(row.textOrNull("captions"), Captions.class));
    }

    private static Video video(Columns row) {
        @Nullable String hiddenFrom = row.textOrNull("hidden_from");
        return new Video(
                row.id("id"),
                row.id("channel_id"),
                row.text("owner"),
                details(row),
                VideoState.ofWireName(row.text("state")),
                row.timeOrNull("deadline"),
                StoredJson.read(row.textOrNull("failure"), Failure.class),
                row.textOrNull("submission_id"),
                StoredJson.read(row.textOrNull("media"), Media.class),
                row.number("access_epoch"),
                hiddenFrom == null ? null : Visibility.ofWireName(hiddenFrom),
                row.flag("published"),
                row.timeOrNull("published_at"),
                row.number("revision"),
                row.time("created_at"),
                row.time("updated_at"));
    }

    private static VideoDetails details(Columns row) {
        return new VideoDetails(
                row.text("title"),
                row.textOrNull("description"),
                row.texts("tags"),
                row.textOrNull("category"),
                row.textOrNull("language"),
                row.textOrNull("licence"),
                Visibility.ofWireName(row.text("visibility")),
                row.timeOrNull("publish_at"),
                row.textOrNull("external_id"),
                StoredJson.read(row.textOrNull("custom"), ObjectNode.class));
    }
}
