package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who likes what; the content's count changes with the row or not at all. */
final class LikeStore {
    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    LikeStore(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param liked absent for nobody */
    record Like(@Nullable Boolean liked, long likes) {}

    Like like(Caller caller, ContentKind kind, UUID id) {
        return database.transaction(transaction -> {
            Members.lock(transaction, caller.subject());
            Instant now = now();
            // Content first, as who deletes it does: so the two never wait for each other.
            Content content = ContentQueries.lockReadable(transaction, caller, kind, id, now);
            long made = transaction.insert(
                    """
                    INSERT INTO content_like (id, member, kind, content_id, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """, Uuid7.at(now), caller.subject(), kind.wireName(), id, Columns.parameter(now));
            return new Like(true, made == 1 ? say(transaction, caller, content, true, now) : content.likes());
        });
    }

    /** Also of what the member may not see any more. */
    Like unlike(Caller caller, ContentKind kind, UUID id) {
        return database.transaction(transaction -> {
            Members.lock(transaction, caller.subject());
            Content content = ContentQueries.lock(transaction, kind, id);
            long ended = transaction.delete(
                    "DELETE FROM content_like WHERE content_id = ? AND member = ? AND kind = ?",
                    id,
                    caller.subject(),
                    kind.wireName());
            Instant now = now();
            if (ended == 1) {
                return new Like(false, say(transaction, caller, content, false, now));
            }
            if (!ContentQueries.mayRead(transaction, Optional.of(caller), content, now)) {
                throw ProblemException.of(kind.notFound());
            }
            return new Like(false, content.likes());
        });
    }

    Like of(Optional<Caller> caller, ContentKind kind, UUID id) {
        Content content = ContentQueries.readable(database.execute(), caller, kind, id, clock.instant());
        Boolean liked = caller.map(someone -> database.execute()
                        .get(
                                "SELECT 1 AS liked FROM content_like WHERE content_id = ? AND member = ?",
                                id,
                                someone.subject())
                        .isPresent())
                .orElse(null);
        return new Like(liked, content.likes());
    }

    /** What a member likes, the last liked first. */
    List<ContentViews.Entry> list(String member, @Nullable UUID after, int limit) {
        try (Stream<DbRow> rows = database.execute().query("""
                        SELECT id, kind, content_id, created_at FROM content_like
                        WHERE member = ? AND id < ? ORDER BY id DESC LIMIT ?
                        """, member, Columns.orLast(after), limit)) {
            return rows.map(Columns::new)
                    .map(row -> new ContentViews.Entry(
                            row.id("id"),
                            ContentKind.ofWireName(row.text("kind")),
                            row.id("content_id"),
                            row.time("created_at")))
                    .toList();
        }
    }

    private long say(DbTransaction transaction, Caller caller, Content content, boolean liked, Instant now) {
        long likes = ContentQueries.count(transaction, content, ContentQueries.Count.LIKES, liked ? 1 : -1);
        outbox.add(
                transaction,
                EventType.LIKE_CHANGED,
                new LikeChanged(
                        caller.subject(),
                        caller.name(),
                        content.id().toString(),
                        content.kind().wireName(),
                        content.channelId().toString(),
                        content.owner(),
                        liked,
                        likes,
                        now));
        return likes;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
