package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
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

/** Who follows which channel; the channel's count changes with the row or not at all. */
final class FollowStore {
    static final int MAX_FOLLOWS = 5_000;
    private static final String SELECT = """
            SELECT f.id, f.created_at, c.id AS channel_id, c.handle, c.name FROM follow f
            """;

    private final Database database;
    private final ChannelStore channels;
    private final Outbox outbox;
    private final Clock clock;

    FollowStore(Database database, ChannelStore channels, Outbox outbox, Clock clock) {
        this.database = database;
        this.channels = channels;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param following absent for nobody */
    record Follow(@Nullable Boolean following, long followers) {}

    Follow follow(Caller caller, Channel channel) {
        String member = caller.subject();
        if (channel.owner().equals(member)) {
            throw ProblemException.of(CatalogError.OWN_CHANNEL);
        }
        return database.transaction(transaction -> {
            Members.lock(transaction, member, channel.owner());
            Relation relation = RelationQueries.of(transaction, member, channel.id());
            if (relation.blocked()) {
                throw ProblemException.of(CatalogError.CHANNEL_NOT_FOUND);
            }
            if (relation.blocks()) {
                throw ProblemException.of(CatalogError.CHANNEL_BLOCKED);
            }
            if (relation.follows()) {
                return new Follow(true, followers(transaction, channel.id()));
            }
            if (Counts.of(transaction, "SELECT count(*) AS rows FROM follow WHERE follower = ?", member)
                    >= MAX_FOLLOWS) {
                throw ProblemException.of(CatalogError.TOO_MANY_FOLLOWS);
            }
            // Whom the channel's owner sees in the list of followers has a channel to be shown by.
            channels.ofUser(transaction, member, caller.name());
            Instant now = now();
            transaction.insert(
                    "INSERT INTO follow (id, follower, channel_id, created_at) VALUES (?, ?, ?, ?)",
                    Uuid7.at(now),
                    member,
                    channel.id(),
                    Columns.parameter(now));
            return new Follow(true, say(transaction, member, caller.name(), channel.id(), channel.owner(), true));
        });
    }

    Follow unfollow(Caller caller, Channel channel) {
        return database.transaction(transaction -> {
            Members.lock(transaction, caller.subject());
            return new Follow(
                    false,
                    end(transaction, caller.subject(), caller.name(), channel.id(), channel.owner())
                            .orElseGet(() -> followers(transaction, channel.id())));
        });
    }

    /** Ends a follow, if there is one; the members' locks are held. Returns how many followers are left then. */
    Optional<Long> end(
            DbTransaction transaction, String follower, @Nullable String name, UUID channel, String channelOwner) {
        long ended = transaction.delete("DELETE FROM follow WHERE follower = ? AND channel_id = ?", follower, channel);
        return ended == 0
                ? Optional.empty()
                : Optional.of(say(transaction, follower, name, channel, channelOwner, false));
    }

    Follow of(Optional<Caller> caller, Channel channel) {
        long followers =
                Counts.of(database.execute(), "SELECT followers AS rows FROM channel WHERE id = ?", channel.id());
        Boolean following = caller.map(
                        someone -> RelationQueries.of(database.execute(), someone.subject(), channel.id())
                                .follows())
                .orElse(null);
        return new Follow(following, followers);
    }

    /** The channels a member follows, the last followed first. */
    List<ListedChannel> listFollows(String member, @Nullable UUID after, int limit) {
        return ListedChannel.of(database.execute()
                .query(
                        SELECT + "JOIN channel c ON c.id = f.channel_id WHERE f.follower = ? AND f.id < ?"
                                + " ORDER BY f.id DESC LIMIT ?",
                        member,
                        Columns.orLast(after),
                        limit));
    }

    /** The channels of a channel's followers, the last one first. */
    List<ListedChannel> listFollowers(UUID channel, @Nullable UUID after, int limit) {
        return ListedChannel.of(database.execute()
                .query(
                        SELECT + "JOIN channel c ON c.owner = f.follower WHERE f.channel_id = ? AND f.id < ?"
                                + " ORDER BY f.id DESC LIMIT ?",
                        channel,
                        Columns.orLast(after),
                        limit));
    }

    private long say(
            DbTransaction transaction,
            String follower,
            @Nullable String name,
            UUID channel,
            String channelOwner,
            boolean following) {
        long followers = Counts.of(
                transaction,
                "UPDATE channel SET followers = followers + ? WHERE id = ? RETURNING followers AS rows",
                following ? 1 : -1,
                channel);
        outbox.add(
                transaction,
                EventType.FOLLOW_CHANGED,
                new FollowChanged(follower, channel.toString(), channelOwner, name, following, followers, now()));
        return followers;
    }

    private static long followers(DbTransaction transaction, UUID channel) {
        return Counts.of(transaction, "SELECT followers AS rows FROM channel WHERE id = ?", channel);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
