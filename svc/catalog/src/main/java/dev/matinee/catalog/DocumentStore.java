package dev.matinee.catalog;

import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything there is as it is now, in pages or by id, for search and feed to build themselves from. */
final class DocumentStore {
    private static final String VIDEOS = """
            SELECT v.id, v.revision, v.published AS visible, v.owner, v.title, v.description, v.tags, v.category,
                v.language, v.licence, v.visibility, v.state, v.publish_at, v.created_at, v.published_at, v.likes,
                v.comments, v.media::jsonb ->> 'duration_ms' AS duration_ms,
                CASE WHEN v.published THEN '/media/v/' || v.id || '/' || coalesce(
                    (v.media::jsonb -> 'poster' -> 'chosen' ->> 'version') || '/poster.jpg',
                    (v.media::jsonb ->> 'version') || '/' || (v.media::jsonb -> 'posters' ->> 0)) END AS poster,
                c.id AS channel_id, c.handle, c.name, c.revision AS channel_revision,
                c.followers
            FROM video v JOIN channel c ON c.id = v.channel_id
            """;
    private static final String CHANNELS = """
            SELECT c.id, c.revision, true AS visible, c.owner, c.name AS title, c.description,
                '{}'::text[] AS tags, 'public' AS visibility, c.created_at, c.created_at AS published_at,
                0 AS likes, 0 AS comments, c.id AS channel_id, c.handle, c.name, c.revision AS channel_revision,
                c.followers
            FROM channel c
            """;

    private static final String PLAYLISTS = """
            SELECT p.id, p.revision, p.visibility = 'public' AS visible, p.owner, p.title, p.description,
                '{}'::text[] AS tags, p.visibility, p.created_at, p.created_at AS published_at, p.items,
                0 AS likes, 0 AS comments, c.id AS channel_id, c.handle, c.name, c.revision AS channel_revision,
                c.followers
            FROM playlist p JOIN channel c ON c.id = p.channel_id
            """;

    // The cover is the largest size up to 640 of the first photo that is ready; the smallest made is never wider.
    private static final String ALBUMS = """
            SELECT a.id, a.revision, a.published AS visible, a.owner, a.title, a.description, a.tags, a.language, a.licence,
                a.visibility, a.state, a.publish_at, a.created_at, a.published_at, a.likes, a.comments,
                CASE WHEN a.published THEN (
                    SELECT '/media/v/' || a.id || '/' || (p.media::jsonb ->> 'version') || '/' || (
                        SELECT max(w.width::int) FROM jsonb_array_elements_text(p.media::jsonb -> 'widths') AS w (width)
                        WHERE w.width::int <= 640) || '.jpg'
                    FROM photo p WHERE p.album_id = a.id AND p.state = 'ready' ORDER BY p.position LIMIT 1) END AS cover,
                ARRAY(SELECT p.alt_text FROM photo p
                    WHERE p.album_id = a.id AND p.state = 'ready' AND p.alt_text IS NOT NULL
                    ORDER BY p.position) AS alt_texts,
                (SELECT count(*) FROM photo p WHERE p.album_id = a.id AND p.state = 'ready') AS items,
                c.id AS channel_id, c.handle, c.name, c.revision AS channel_revision,
                c.followers
            FROM album a JOIN channel c ON c.id = a.channel_id
            """;

    private final Database database;

    DocumentStore(Database database) {
        this.database = database;
    }

    /** Where the list goes on: behind this one; what is made meanwhile comes later or is told by an event. */
    record After(Document.Kind kind, UUID id) {}

    /**
     * One kind after the other, each by id.
     *
     * @param channel of this one only, and only what of it anybody may find; null for everything
     */
    List<Document> list(@Nullable UUID channel, @Nullable After after, int limit) {
        List<Document> found = new ArrayList<>();
        for (Document.Kind kind : Document.Kind.values()) {
            if (after != null && kind.compareTo(after.kind()) < 0) {
                continue;
            }
            UUID behind = after != null && kind == after.kind() ? after.id() : new UUID(0, 0);
            if (found.size() < limit) {
                String order = alias(kind) + ".id > ? ORDER BY " + alias(kind) + ".id LIMIT ?";
                int left = limit - found.size();
                found.addAll(
                        channel == null
                                ? read(kind, select(kind) + "WHERE " + order, behind, left)
                                : read(
                                        kind,
                                        select(kind) + "WHERE c.id = ? AND " + findable(kind) + order,
                                        channel,
                                        behind,
                                        left));
            }
        }
        return found;
    }

    /** Those of them that are there. */
    List<Document> byIds(Collection<UUID> ids) {
        UUID[] wanted = ids.toArray(UUID[]::new);
        return Arrays.stream(Document.Kind.values())
                .flatMap(kind ->
                        read(kind, select(kind) + "WHERE " + alias(kind) + ".id = ANY (?)", (Object) wanted).stream())
                .toList();
    }

    /** Of each video how many bytes its captions have. */
    Map<UUID, Long> captionBytes(List<Document> documents) {
        try (Stream<DbRow> rows = database.execute().query("""
                SELECT video_id, sum(length(cues)) AS bytes FROM caption
                WHERE kind = 'captions' AND video_id = ANY (?) GROUP BY video_id
                """, (Object) ids(documents))) {
            return rows.map(Columns::new)
                    .collect(Collectors.toMap(row -> row.id("video_id"), row -> row.number("bytes")));
        }
    }

    /** The same documents with their captions. */
    List<Document> withCaptions(List<Document> documents) {
        Map<UUID, List<Document.Caption>> captions = new HashMap<>();
        try (Stream<DbRow> rows = database.execute().query("""
                SELECT video_id, cues FROM caption
                WHERE kind = 'captions' AND video_id = ANY (?) ORDER BY video_id, language
                """, (Object) ids(documents))) {
            rows.map(Columns::new)
                    .forEach(row -> captions.computeIfAbsent(row.id("video_id"), id -> new ArrayList<>())
                            .addAll(List.of(Objects.requireNonNull(
                                    StoredJson.read(row.textOrNull("cues"), Document.Caption[].class)))));
        }
        return documents.stream()
                .map(document -> document.with(captions.getOrDefault(document.id(), List.of())))
                .toList();
    }

    private static UUID[] ids(List<Document> documents) {
        return documents.stream()
                .filter(document -> document.kind() == Document.Kind.VIDEO)
                .map(Document::id)
                .toArray(UUID[]::new);
    }

    private static String select(Document.Kind kind) {
        return switch (kind) {
            case VIDEO -> VIDEOS;
            case CHANNEL -> CHANNELS;
            case PLAYLIST -> PLAYLISTS;
            case ALBUM -> ALBUMS;
        };
    }

    private static String findable(Document.Kind kind) {
        return switch (kind) {
            case VIDEO -> "v.published AND ";
            case CHANNEL -> "";
            case PLAYLIST -> "p.visibility = 'public' AND ";
            case ALBUM -> "a.published AND ";
        };
    }

    private static String alias(Document.Kind kind) {
        return kind.wireName().substring(0, 1);
    }

    private List<Document> read(Document.Kind kind, String sql, Object... parameters) {
        try (Stream<DbRow> rows = database.execute().query(sql, parameters)) {
            return rows.map(row -> document(kind, new Columns(row))).toList();
        }
    }

    private static Document document(Document.Kind kind, Columns row) {
        boolean video = kind == Document.Kind.VIDEO;
        boolean album = kind == Document.Kind.ALBUM;
        boolean post = video || album;
        @Nullable String duration = video ? row.textOrNull("duration_ms") : null;
        return new Document(
                kind,
                row.id("id"),
                row.number("revision"),
                row.flag("visible"),
                row.text("owner"),
                new Document.OfChannel(
                        row.id("channel_id"), row.text("handle"), row.text("name"), row.number("channel_revision")),
                row.text("title"),
                row.textOrNull("description"),
                row.texts("tags"),
                video ? row.textOrNull("category") : null,
                post ? row.textOrNull("language") : null,
                post ? row.textOrNull("licence") : null,
                Visibility.ofWireName(row.text("visibility")),
                post ? VideoState.ofWireName(row.text("state")) : null,
                post ? row.timeOrNull("publish_at") : null,
                duration == null ? null : Long.valueOf(duration),
                row.time("created_at"),
                row.timeOrNull("published_at"),
                row.number("likes"),
                row.number("comments"),
                row.number("followers"),
                album || kind == Document.Kind.PLAYLIST ? row.number("items") : null,
                video ? row.textOrNull("poster") : null,
                album ? row.textOrNull("cover") : null,
                album ? row.texts("alt_texts") : List.of(),
                List.of());
    }
}
