package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Content of every kind, as far as what members do with it needs to know. Another kind is another branch here. */
final class ContentQueries {
    private ContentQueries() {}

    /** A count that is a column of the content's row. */
    enum Count {
        LIKES,
        COMMENTS
    }

    static Optional<Content> find(DbExecute execute, ContentKind kind, UUID id) {
        return find(execute, kind, id, "");
    }

    /** What the caller may see; 404 for what there is not or they may not. */
    static Content readable(DbExecute execute, Optional<Caller> caller, ContentKind kind, UUID id, Instant now) {
        return find(execute, kind, id)
                .filter(content -> mayRead(execute, caller, content, now))
                .orElseThrow(() -> ProblemException.of(kind.notFound()));
    }

    /** As {@link #readable}, its row locked: what is said under the content's key is said in the order of commits. */
    static Content lockReadable(DbTransaction transaction, Caller caller, ContentKind kind, UUID id, Instant now) {
        Content content = lock(transaction, kind, id);
        if (!mayRead(transaction, Optional.of(caller), content, now)) {
            throw ProblemException.of(kind.notFound());
        }
        return content;
    }

    static Content lock(DbTransaction transaction, ContentKind kind, UUID id) {
        return find(transaction, kind, id, " FOR NO KEY UPDATE")
                .orElseThrow(() -> ProblemException.of(kind.notFound()));
    }

    /** What the caller may see, held against deletion until the transaction ends. */
    static Optional<Content> keep(DbTransaction transaction, Caller caller, ContentKind kind, UUID id, Instant now) {
        return find(transaction, kind, id, " FOR KEY SHARE")
                .filter(content -> mayRead(transaction, Optional.of(caller), content, now));
    }

    static boolean mayRead(DbExecute execute, Optional<Caller> caller, Content content, Instant now) {
        Relation relation = caller.map(someone -> RelationQueries.of(execute, someone.subject(), content.channelId()))
                .orElse(Relation.NONE);
        return Rights.mayRead(caller, content.owner(), content.isOpen(now), content.isForFollowers(now), relation);
    }

    /** Changes a count and returns what it is then; 404 when the content was deleted meanwhile. */
    static long count(DbTransaction transaction, Content content, Count count, int by) {
        String column = count.name().toLowerCase(Locale.ROOT);
        return transaction
                .get(
                        "UPDATE " + content.kind().wireName() + " SET " + column + " = " + column
                                + " + ? WHERE id = ? RETURNING " + column + " AS rows",
                        by,
                        content.id())
                .map(row -> new Columns(row).number("rows"))
                .orElseThrow(() -> ProblemException.of(content.kind().notFound()));
    }

    /** Deletes what members did with content that is deleted in this transaction. */
    static void forget(DbTransaction transaction, Outbox outbox, UUID id, Instant now) {
        PlaylistItems.forget(transaction, outbox, id, now);
        transaction.delete("DELETE FROM watch WHERE content_id = ?", id);
        transaction.delete("DELETE FROM content_like WHERE content_id = ?", id);
        // Replies go with what they answer.
        transaction.delete("DELETE FROM comment WHERE content_id = ? AND parent_id IS NULL", id);
    }

    private static Optional<Content> find(DbExecute execute, ContentKind kind, UUID id, String lock) {
        String sql = switch (kind) {
            case VIDEO -> """
                SELECT id, channel_id, owner, visibility, state = 'ready' AS ready, published, publish_at, likes, comments,
                    media::jsonb ->> 'duration_ms' AS duration_ms
                FROM video WHERE id = ?
                """;
            case ALBUM -> """
                SELECT id, channel_id, owner, visibility, state = 'ready' AS ready, published, publish_at, likes, comments,
                    NULL::text AS duration_ms
                FROM album WHERE id = ?
                """;
        };
        return execute.get(sql + lock, id).map(Columns::new).map(row -> {
            @Nullable String duration = row.textOrNull("duration_ms");
            return new Content(
                    kind,
                    row.id("id"),
                    row.id("channel_id"),
                    row.text("owner"),
                    Visibility.ofWireName(row.text("visibility")),
                    row.flag("ready"),
                    row.flag("published"),
                    row.timeOrNull("publish_at"),
                    duration == null ? null : Long.valueOf(duration),
                    row.number("likes"),
                    row.number("comments"));
        });
    }
}
