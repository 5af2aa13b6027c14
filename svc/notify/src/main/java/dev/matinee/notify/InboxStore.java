package dev.matinee.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What a member finds in the inbox. */
final class InboxStore {
    /** Unread ones are counted up to here; nobody reads a longer number. */
    static final int MAX_UNREAD = 1_000;

    static final String SELECT = """
            SELECT id, member, kind, subject, facts::text AS facts, actors, names::text AS names, seq, created_at, changed_at,
                read_at
            FROM notification
            """;

    private final Database database;
    private final Clock clock;

    InboxStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The last changed first, behind {@code before}. */
    List<Notification> list(String member, long before, boolean unreadOnly, int limit) {
        return read(database.execute()
                .query(
                        SELECT + "WHERE member = ? AND listed AND seq < ?" + (unreadOnly ? " AND read_at IS NULL" : "")
                                + " ORDER BY seq DESC LIMIT ?",
                        member,
                        before,
                        limit));
    }

    /** What came or changed behind {@code after}, the oldest first. */
    List<Notification> since(String member, long after, int limit) {
        return read(database.execute()
                .query(SELECT + "WHERE member = ? AND listed AND seq > ? ORDER BY seq LIMIT ?", member, after, limit));
    }

    /** The number of the last change of this member's list. */
    long head(String member) {
        return database.execute()
                .get("SELECT seq FROM member WHERE id = ?", member)
                .map(row -> new Rows(row).number("seq"))
                .orElse(0L);
    }

    int unread(String member) {
        return database.execute()
                .get(
                        "SELECT count(*) AS unread FROM (SELECT FROM notification WHERE member = ? AND read_at IS NULL"
                                + " AND listed LIMIT ?) AS counted",
                        member,
                        MAX_UNREAD)
                .map(row -> (int) new Rows(row).number("unread"))
                .orElse(0);
    }

    Optional<Notification> find(UUID id) {
        return database.execute().get(SELECT + "WHERE id = ?", id).map(InboxStore::notification);
    }

    /** Marks one as read or unread; false when the member has no such one. */
    boolean mark(String member, UUID id, boolean read) {
        return database.transaction(transaction -> {
            // Two that are of one group cannot both be unread: the later one stays.
            boolean done = transaction.update("""
                            UPDATE notification SET read_at = CASE WHEN ? THEN coalesce(read_at, ?) WHEN EXISTS (
                                SELECT FROM notification other WHERE other.member = notification.member
                                    AND other.kind = notification.kind AND other.subject = notification.subject
                                    AND other.id <> notification.id AND other.read_at IS NULL) THEN read_at END
                            WHERE member = ? AND id = ? AND listed
                            """, read, Rows.time(clock.instant()), member, id) == 1;
            Telling.wake(transaction, List.of(member));
            return done;
        });
    }

    /** Marks all as read that the member has seen, up to that number; what came since stays unread. */
    long markAll(String member, long upTo) {
        return database.transaction(transaction -> {
            long marked = transaction.update(
                    "UPDATE notification SET read_at = ? WHERE member = ? AND read_at IS NULL AND listed AND seq <= ?",
                    Rows.time(clock.instant()),
                    member,
                    upTo);
            Telling.wake(transaction, List.of(member));
            return marked;
        });
    }

    /** Forgets one; who was counted in it makes a new one when they do it again. */
    boolean delete(String member, UUID id) {
        return database.transaction(transaction -> {
            // In the order in which somebody's act takes them: the member, who is counted, the notification.
            transaction.get("SELECT seq FROM member WHERE id = ? FOR UPDATE", member);
            boolean gone = transaction.delete("DELETE FROM notification WHERE member = ? AND id = ?", member, id) == 1;
            if (gone) {
                transaction.update("UPDATE act SET notification_id = NULL WHERE notification_id = ?", id);
                Telling.wake(transaction, List.of(member));
            }
            return gone;
        });
    }

    static List<Notification> read(Stream<DbRow> found) {
        try (found) {
            return found.map(InboxStore::notification).toList();
        }
    }

    static Notification notification(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        try {
            return new Notification(
                    row.id("id"),
                    row.text("member"),
                    Kind.ofWireName(row.text("kind")),
                    row.text("subject"),
                    Facts.read(row.text("facts")),
                    (int) row.number("actors"),
                    Json.mapper().readValue(row.text("names"), new TypeReference<List<String>>() {}),
                    row.number("seq"),
                    row.time("created_at"),
                    row.time("changed_at"),
                    row.timeOrNull("read_at"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names cannot be read", e);
        }
    }
}
