package dev.matinee.notify;

import dev.matinee.events.ChannelChanged;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What is kept of channels, content and who follows, mutes and blocks; an older word never replaces a newer one. */
final class ContentStore {
    private ContentStore() {}

    /**
     * A video or an album as catalog last said it.
     *
     * @param kind {@code video | album}
     * @param published for followers at least, so that they are told
     * @param visible to others than its owner, by a link at least
     * @param announced whether its followers were told
     */
    record Content(
            UUID id,
            String kind,
            UUID channelId,
            String owner,
            String title,
            String state,
            boolean published,
            boolean visible,
            boolean announced,
            long revision) {}

    /** A channel's names, for those who read them. */
    record Channel(UUID id, String owner, String handle, String name) {}

    static void channel(DbTransaction transaction, ChannelChanged channel) {
        transaction.insert(
                """
                INSERT INTO channel (id, owner, handle, name, revision) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET owner = EXCLUDED.owner, handle = EXCLUDED.handle, name = EXCLUDED.name,
                    revision = EXCLUDED.revision
                WHERE channel.revision < EXCLUDED.revision
                """,
                UUID.fromString(channel.channelId()),
                channel.owner(),
                channel.handle(),
                channel.name(),
                channel.revision());
    }

    static Optional<Channel> channel(DbExecute database, UUID id) {
        return database.get("SELECT * FROM channel WHERE id = ?", id)
                .map(Rows::new)
                .map(row -> new Channel(row.id("id"), row.text("owner"), row.text("handle"), row.text("name")));
    }

    static Optional<Content> lock(DbTransaction transaction, UUID id) {
        return transaction
                .get("SELECT * FROM content WHERE id = ? FOR UPDATE", id)
                .map(ContentStore::content);
    }

    static Optional<Content> find(DbExecute database, UUID id) {
        return database.get("SELECT * FROM content WHERE id = ?", id).map(ContentStore::content);
    }

    private static Content content(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        return new Content(
                row.id("id"),
                row.text("kind"),
                row.id("channel_id"),
                row.text("owner"),
                row.text("title"),
                row.text("state"),
                row.flag("published"),
                row.flag("visible"),
                row.flag("announced"),
                row.number("revision"));
    }

    static void put(DbTransaction transaction, Content content) {
        transaction.insert(
                """
                INSERT INTO content (id, kind, channel_id, owner, title, state, published, visible, announced, revision)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, state = EXCLUDED.state, published = EXCLUDED.published,
                    visible = EXCLUDED.visible, announced = EXCLUDED.announced, revision = EXCLUDED.revision
                """,
                content.id(),
                content.kind(),
                content.channelId(),
                content.owner(),
                content.title(),
                content.state(),
                content.published(),
                content.visible(),
                content.announced(),
                content.revision());
    }

    static void delete(DbTransaction transaction, UUID id) {
        transaction.delete("DELETE FROM content WHERE id = ?", id);
        transaction.delete("DELETE FROM failure WHERE content_id = ?", id);
    }

    static void failed(DbTransaction transaction, UUID content, String detail, Instant at) {
        transaction.insert("""
                INSERT INTO failure (content_id, detail, failed_at) VALUES (?, ?, ?)
                ON CONFLICT (content_id) DO UPDATE SET detail = EXCLUDED.detail, failed_at = EXCLUDED.failed_at
                """, content, detail, Rows.time(at));
    }

    static Optional<String> failure(DbExecute database, UUID content) {
        return database.get("SELECT detail FROM failure WHERE content_id = ?", content)
                .map(row -> new Rows(row).text("detail"));
    }

    /** @param kind {@code follow | mute | block} */
    record Relation(
            String kind, String member, UUID channelId, String channelOwner, boolean active, Instant changedAt) {}

    static void relation(DbExecute transaction, Relation relation) {
        transaction.insert(
                """
                INSERT INTO relation (kind, member, channel_id, channel_owner, active, changed_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (kind, channel_id, member) DO UPDATE SET active = EXCLUDED.active,
                    channel_owner = EXCLUDED.channel_owner, changed_at = EXCLUDED.changed_at
                WHERE relation.changed_at <= EXCLUDED.changed_at
                """,
                relation.kind(),
                relation.member(),
                relation.channelId(),
                relation.channelOwner(),
                relation.active(),
                Rows.time(relation.changedAt()));
    }

    /** Whether {@code member} wants nothing of {@code other}, whatever it is. */
    static boolean blocks(DbExecute transaction, String member, String other) {
        return transaction
                .get(
                        "SELECT 1 AS found FROM relation WHERE kind = 'block' AND member = ? AND channel_owner = ? AND active"
                                + " LIMIT 1",
                        member,
                        other)
                .isPresent();
    }
}
