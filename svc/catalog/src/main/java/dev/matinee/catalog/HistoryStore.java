package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.events.WatchProgressed;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What members watched and how far; the oldest makes place for the newest. */
final class HistoryStore {
    static final int MAX_ENTRIES = 5_000;
    /** Players tell every few seconds; the world is told this often, and when the end is reached. */
    static final Duration PAUSE = Duration.ofSeconds(10);
    /** With a twentieth left, what is left are credits. */
    private static final int END_PART = 20;

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    HistoryStore(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param row the list's order */
    record Watch(UUID row, ContentKind kind, UUID id, long positionMs, long durationMs, boolean finished, Instant at) {}

    /** @param positionMs milliseconds from the start; behind the end counts as the end */
    void watched(Caller caller, UUID id, long positionMs) {
        String member = caller.subject();
        database.transact(transaction -> {
            Members.lock(transaction, member);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Content content = ContentQueries.keep(transaction, caller, ContentKind.VIDEO, id, now)
                    .orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
            Long duration = content.durationMs();
            if (duration == null) {
                throw ProblemException.of(CatalogError.VIDEO_NOT_READY);
            }
            long position = Math.min(positionMs, duration);
            boolean finished = duration - position <= duration / END_PART;
            Optional<Columns> before = transaction
                    .get("SELECT finished, told_at FROM watch WHERE member = ? AND content_id = ?", member, id)
                    .map(Columns::new);
            boolean tell = before.map(row -> row.flag("finished") != finished
                            || !row.time("told_at").plus(PAUSE).isAfter(now))
                    .orElse(true);
            Instant toldAt = tell ? now : before.orElseThrow().time("told_at");
            transaction.insert(
                    """
                    INSERT INTO watch (id, member, kind, content_id, position_ms, duration_ms, finished, watched_at, told_at)
                    VALUES (?, ?, 'video', ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (member, content_id) DO UPDATE SET id = EXCLUDED.id, position_ms = EXCLUDED.position_ms,
                        duration_ms = EXCLUDED.duration_ms, finished = EXCLUDED.finished,
                        watched_at = EXCLUDED.watched_at, told_at = EXCLUDED.told_at
                    """,
                    Uuid7.at(now),
                    member,
                    id,
                    position,
                    duration,
                    finished,
                    Columns.parameter(now),
                    Columns.parameter(toldAt));
            if (before.isEmpty()) {
                transaction.delete("""
                        DELETE FROM watch WHERE id IN
                            (SELECT id FROM watch WHERE member = ? ORDER BY id DESC OFFSET ?)
                        """, member, MAX_ENTRIES);
            }
            if (tell) {
                outbox.add(
                        transaction,
                        EventType.WATCH_PROGRESSED,
                        new WatchProgressed(
                                member,
                                id.toString(),
                                content.channelId().toString(),
                                position,
                                duration,
                                finished,
                                now));
            }
        });
    }

    /** Where a member goes on; empty when they never began or saw the end. */
    Optional<Long> resume(String member, UUID id) {
        return database.execute()
                .get(
                        "SELECT position_ms FROM watch WHERE member = ? AND content_id = ? AND NOT finished AND position_ms > 0",
                        member,
                        id)
                .map(row -> new Columns(row).number("position_ms"));
    }

    /** The last watched first. */
    List<Watch> list(String member, @Nullable UUID after, int limit) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT * FROM watch WHERE member = ? AND id < ? ORDER BY id DESC LIMIT ?",
                        member,
                        Columns.orLast(after),
                        limit)) {
            return rows.map(Columns::new)
                    .map(row -> new Watch(
                            row.id("id"),
                            ContentKind.ofWireName(row.text("kind")),
                            row.id("content_id"),
                            row.number("position_ms"),
                            row.number("duration_ms"),
                            row.flag("finished"),
                            row.time("watched_at")))
                    .toList();
        }
    }

    void forget(String member, UUID id) {
        database.execute().delete("DELETE FROM watch WHERE member = ? AND content_id = ?", member, id);
    }

    void forgetAll(String member) {
        database.execute().delete("DELETE FROM watch WHERE member = ?", member);
    }
}
