package dev.matinee.catalog;

import dev.matinee.events.CommentChanged;
import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is written under content, two levels deep. Each change is made under the lock of the content's row, so the counts
 * and the events of one content are in one order.
 */
final class CommentStore {
    private final Database database;
    private final ChannelStore channels;
    private final Outbox outbox;
    private final Clock clock;

    CommentStore(Database database, ChannelStore channels, Outbox outbox, Clock clock) {
        this.database = database;
        this.channels = channels;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** A comment with what it is on. */
    record OnContent(Comment comment, Content content) {}

    /** What a comment is on, and whether who changes the comment may read it. */
    record Access(Content content, boolean mayRead) {}

    /**
     * @param comments how many the content has, hidden and deleted ones left out
     * @param found up to as many as asked for
     */
    record Threads(Content content, long comments, List<Comment> found) {}

    Threads threads(Optional<Caller> caller, ContentKind kind, UUID id, @Nullable UUID after, int limit) {
        Content content = ContentQueries.readable(database.execute(), caller, kind, id, clock.instant());
        List<Comment> found = CommentQueries.threads(database.execute(), id, reader(caller, content), after, limit);
        return new Threads(content, content.comments(), found);
    }

    Threads replies(Optional<Caller> caller, UUID parent, @Nullable UUID after, int limit) {
        OnContent on = find(caller, parent);
        List<Comment> found =
                CommentQueries.replies(database.execute(), parent, reader(caller, on.content), after, limit);
        return new Threads(on.content, on.content.comments(), found);
    }

    /** One that the caller may read the content of. */
    OnContent find(Optional<Caller> caller, UUID id) {
        return CommentQueries.find(database.execute(), id)
                .flatMap(comment -> ContentQueries.find(database.execute(), comment.kind(), comment.contentId())
                        .filter(content -> ContentQueries.mayRead(database.execute(), caller, content, clock.instant()))
                        .map(content -> new OnContent(comment, content)))
                .orElseThrow(() -> ProblemException.of(CatalogError.COMMENT_NOT_FOUND));
    }

    /** @param together what belongs into the same transaction */
    OnContent create(
            Caller caller,
            ContentKind kind,
            UUID contentId,
            String text,
            @Nullable UUID parentId,
            BiConsumer<DbTransaction, Comment> together) {
        ChannelName writer = channels.nameOfUser(caller.subject(), caller.name());
        return database.transaction(transaction -> {
            Instant now = now();
            Content content = ContentQueries.lockReadable(transaction, caller, kind, contentId, now);
            Optional<Comment> parent = Optional.ofNullable(parentId)
                    .map(answered -> CommentQueries.find(transaction, answered)
                            .filter(found -> found.contentId().equals(contentId) && found.parentId() == null)
                            .filter(Comment::isShown)
                            .filter(found -> !RelationQueries.of(
                                            transaction,
                                            caller.subject(),
                                            found.writer().id())
                                    .apart())
                            .orElseThrow(() ->
                                    Json.invalid("/parent_id", "the id of a comment on this that begins a thread")));
            Comment comment = new Comment(
                    Uuid7.at(now),
                    kind,
                    contentId,
                    parentId,
                    caller.subject(),
                    writer,
                    text,
                    Comment.State.SHOWN,
                    null,
                    0,
                    1,
                    now,
                    null);
            transaction
                    .createInsert("""
                            INSERT INTO comment (id, kind, content_id, parent_id, author, text, state, revision, created_at)
                            VALUES (?, ?, ?, ?, ?, ?, 'shown', 1, ?)
                            """)
                    .params(Arrays.asList(
                            comment.id(),
                            kind.wireName(),
                            contentId,
                            parentId,
                            caller.subject(),
                            text,
                            Columns.parameter(now)))
                    .execute();
            long comments = count(transaction, content, comment, 1);
            say(transaction, EventType.COMMENT_CREATED, comment, content, parent.orElse(null), comments);
            together.accept(transaction, comment);
            return new OnContent(comment, content);
        });
    }

    /**
     * Changes a comment.
     *
     * @param change may throw, which changes nothing; the same comment back changes nothing either
     */
    OnContent change(Caller caller, UUID id, BiFunction<Comment, Access, Comment> change) {
        return database.transaction(transaction -> {
            Comment known = CommentQueries.find(transaction, id)
                    .orElseThrow(() -> ProblemException.of(CatalogError.COMMENT_NOT_FOUND));
            Content content = ContentQueries.lock(transaction, known.kind(), known.contentId());
            Comment before = CommentQueries.lock(transaction, id)
                    .orElseThrow(() -> ProblemException.of(CatalogError.COMMENT_NOT_FOUND));
            boolean mayRead = ContentQueries.mayRead(transaction, Optional.of(caller), content, clock.instant());
            Comment after = change.apply(before, new Access(content, mayRead));
            if (!after.equals(before)) {
                update(transaction, content, before, after);
            }
            return new OnContent(after, content);
        });
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void update(DbTransaction transaction, Content content, Comment before, Comment after) {
        transaction
                .createUpdate("""
                        UPDATE comment SET text = ?, state = ?, hidden_by = ?, revision = ?, edited_at = ? WHERE id = ?
                        """)
                .params(Arrays.asList(
                        after.text(),
                        after.state().wireName(),
                        after.hiddenBy() == null ? null : after.hiddenBy().wireName(),
                        after.revision(),
                        Columns.parameter(after.editedAt()),
                        after.id()))
                .execute();
        if (!before.isShown() && !after.isShown()) {
            return; // Nobody was told that it is there.
        }
        int by = (after.isShown() ? 1 : 0) - (before.isShown() ? 1 : 0);
        long comments = by == 0 ? content.comments() : count(transaction, content, after, by);
        Comment parent = Optional.ofNullable(after.parentId())
                .flatMap(id -> CommentQueries.find(transaction, id))
                .orElse(null);
        EventType type = after.isShown() ? EventType.COMMENT_UPDATED : EventType.COMMENT_DELETED;
        say(transaction, type, after, content, parent, comments);
    }

    private static long count(DbTransaction transaction, Content content, Comment comment, int by) {
        if (comment.parentId() != null) {
            transaction.update("UPDATE comment SET replies = replies + ? WHERE id = ?", by, comment.parentId());
        }
        return ContentQueries.count(transaction, content, ContentQueries.Count.COMMENTS, by);
    }

    private void say(
            DbTransaction transaction,
            EventType type,
            Comment comment,
            Content content,
            @Nullable Comment parent,
            long comments) {
        CommentChanged event = comment.event(content, parent == null ? null : parent.author(), comments);
        outbox.add(transaction, type, event);
    }

    private static CommentQueries.Reader reader(Optional<Caller> caller, Content content) {
        return new CommentQueries.Reader(
                caller.map(Caller::subject).orElse(""), Rights.moderatesComments(caller, content));
    }
}
