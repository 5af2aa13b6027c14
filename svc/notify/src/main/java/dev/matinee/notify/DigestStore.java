package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a digest tells: what came since the last one, is unread, and is of a kind that comes by mail. */
final class DigestStore {
    private final Database database;

    DigestStore(Database database) {
        this.database = database;
    }

    /** @param more how many there are beside the first */
    record Contents(List<Notification> first, int more) {}

    Contents of(Delivery digest, Set<Kind> kinds, int limit) {
        String of = "WHERE member = ? AND read_at IS NULL AND changed_at >= ? AND changed_at < ?"
                + " AND kind IN (SELECT jsonb_array_elements_text(?::jsonb))";
        Object[] values = {
            digest.member(),
            Rows.time(Objects.requireNonNull(digest.since(), "a digest knows since when")),
            Rows.time(digest.createdAt()),
            Rows.texts(kinds.stream().map(Kind::wireName).toList())
        };
        List<Notification> first = InboxStore.read(
                database.execute().query(InboxStore.SELECT + of + " ORDER BY seq DESC LIMIT " + limit, values));
        if (first.size() < limit) {
            return new Contents(first, 0);
        }
        long all = database.execute()
                .get("SELECT count(*) AS found FROM notification " + of, values)
                .map(row -> new Rows(row).number("found"))
                .orElse(0L);
        return new Contents(first, (int) Math.min(all - first.size(), Integer.MAX_VALUE));
    }
}
