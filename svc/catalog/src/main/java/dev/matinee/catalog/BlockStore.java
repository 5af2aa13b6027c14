package dev.matinee.catalog;

import dev.matinee.events.BlockChanged;
import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who wants to have nothing to do with whom. A block ends the follows in both directions. */
final class BlockStore {
    static final int MAX_BLOCKS = 5_000;

    private final Database database;
    private final FollowStore follows;
    private final Outbox outbox;
    private final Clock clock;

    BlockStore(Database database, FollowStore follows, Outbox outbox, Clock clock) {
        this.database = database;
        this.follows = follows;
        this.outbox = outbox;
        this.clock = clock;
    }

    void block(Caller caller, Channel channel) {
        String member = caller.subject();
        String owner = channel.owner();
        if (owner.equals(member)) {
            throw ProblemException.of(CatalogError.OWN_CHANNEL);
        }
        database.transact(transaction -> {
            Members.lock(transaction, member, owner);
            Instant now = now();
            long made = transaction.insert("""
                    INSERT INTO block (id, member, channel_id, channel_owner, created_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """, Uuid7.at(now), member, channel.id(), owner, Columns.parameter(now));
            if (made == 0) {
                return;
            }
            if (Counts.of(transaction, "SELECT count(*) AS rows FROM block WHERE member = ?", member) > MAX_BLOCKS) {
                throw ProblemException.of(CatalogError.TOO_MANY_BLOCKS);
            }
            say(transaction, member, channel, true, now);
            part(transaction, member, caller.name(), channel.id(), owner);
            ownChannel(transaction, member).ifPresent(own -> part(transaction, owner, null, own, member));
        });
    }

    void unblock(String member, Channel channel) {
        database.transact(transaction -> {
            Members.lock(transaction, member);
            long ended = transaction.delete(
                    "DELETE FROM block WHERE member = ? AND channel_owner = ?", member, channel.owner());
            if (ended == 1) {
                say(transaction, member, channel, false, now());
            }
        });
    }

    /** The last blocked first. */
    List<ListedChannel> list(String member, @Nullable UUID after, int limit) {
        return ListedChannel.of(database.execute().query("""
                        SELECT b.id, b.created_at, c.id AS channel_id, c.handle, c.name
                        FROM block b JOIN channel c ON c.id = b.channel_id
                        WHERE b.member = ? AND b.id < ? ORDER BY b.id DESC LIMIT ?
                        """, member, Columns.orLast(after), limit));
    }

    /** Who followed may hold signed paths to what only followers see; a new epoch ends those, for everybody. */
    private void part(
            DbTransaction transaction, String follower, @Nullable String name, UUID channel, String channelOwner) {
        follows.end(transaction, follower, name, channel, channelOwner)
                .ifPresent(left -> List.of("video", "album")
                        .forEach(kind -> transaction.update(
                                "UPDATE " + kind + " SET access_epoch = access_epoch + 1"
                                        + " WHERE channel_id = ? AND visibility = 'followers'",
                                channel)));
    }

    private static Optional<UUID> ownChannel(DbTransaction transaction, String member) {
        return transaction.get("SELECT id FROM channel WHERE owner = ?", member).map(row -> new Columns(row).id("id"));
    }

    private void say(DbTransaction transaction, String member, Channel channel, boolean blocked, Instant now) {
        outbox.add(
                transaction,
                EventType.BLOCK_CHANGED,
                new BlockChanged(member, channel.id().toString(), channel.owner(), blocked, now));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
