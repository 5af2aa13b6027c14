package dev.matinee.catalog;

import dev.matinee.kit.sql.Columns;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads comments. */
final class CommentQueries {
    private static final String SELECT = """
            SELECT t.*, c.id AS channel_id, c.handle, c.name
            FROM comment t JOIN channel c ON c.owner = t.author
            """;
    /** One that is not shown keeps its place while answers to it are; who may see all sees each that has a text. */
    private static final String LISTED = """
             AND (t.state = 'shown' OR t.replies > 0 OR (t.state = 'hidden' AND (? OR t.author = ?)))
             AND NOT EXISTS (SELECT 1 FROM block b
                WHERE (b.member = ? AND b.channel_owner = t.author) OR (b.member = t.author AND b.channel_owner = ?))
            """;

    private CommentQueries() {}

    /**
     * Who asks.
     *
     * @param member their id, empty for nobody
     * @param all whether they see what is hidden
     */
    record Reader(String member, boolean all) {}

    static Optional<Comment> find(DbExecute execute, UUID id) {
        return execute.get(SELECT + "WHERE t.id = ?", id).map(CommentQueries::comment);
    }

    static Optional<Comment> lock(DbExecute execute, UUID id) {
        return execute.get(SELECT + "WHERE t.id = ? FOR UPDATE OF t", id).map(CommentQueries::comment);
    }

    /** Those that begin a thread, the last first; without whom the reader has nothing to do with. */
    static List<Comment> threads(DbExecute execute, UUID content, Reader reader, @Nullable UUID after, int limit) {
        return list(
                execute,
                "WHERE t.content_id = ? AND t.parent_id IS NULL AND t.id < ?" + LISTED + " ORDER BY t.id DESC LIMIT ?",
                content,
                Columns.orLast(after),
                reader,
                limit);
    }

    /** The answers to one, the first first. */
    static List<Comment> replies(DbExecute execute, UUID parent, Reader reader, @Nullable UUID after, int limit) {
        return list(
                execute,
                "WHERE t.parent_id = ? AND t.id > ?" + LISTED + " ORDER BY t.id LIMIT ?",
                parent,
                after == null ? new UUID(0, 0) : after,
                reader,
                limit);
    }

    private static List<Comment> list(DbExecute execute, String where, UUID of, UUID after, Reader reader, int limit) {
        String member = reader.member();
        try (Stream<DbRow> rows =
                execute.query(SELECT + where, of, after, reader.all(), member, member, member, limit)) {
            return rows.map(CommentQueries::comment).toList();
        }
    }

    private static Comment comment(DbRow dbRow) {
        Columns row = new Columns(dbRow);
        @Nullable String hiddenBy = row.textOrNull("hidden_by");
        return new Comment(
                row.id("id"),
                ContentKind.ofWireName(row.text("kind")),
                row.id("content_id"),
                row.idOrNull("parent_id"),
                row.text("author"),
                new ChannelName(row.id("channel_id"), row.text("handle"), row.text("name")),
                row.textOrNull("text"),
                Comment.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                hiddenBy == null ? null : Comment.HiddenBy.valueOf(hiddenBy.toUpperCase(Locale.ROOT)),
                row.number("replies"),
                row.number("revision"),
                row.time("created_at"),
                row.timeOrNull("edited_at"));
    }
}
