package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.MuteChanged;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Channels a member does not want among things to watch; what they link to can be seen all the same. */
final class MuteStore {
    static final int MAX_MUTES = 5_000;

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    MuteStore(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    void mute(String member, Channel channel) {
        if (channel.owner().equals(member)) {
            throw ProblemException.of(CatalogError.OWN_CHANNEL);
        }
        database.transact(transaction -> {
            Members.lock(transaction, member);
            Instant now = now();
            long made = transaction.insert("""
                    INSERT INTO mute (id, member, channel_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """, Uuid7.at(now), member, channel.id(), Columns.parameter(now));
            if (made == 0) {
                return;
            }
            if (Counts.of(transaction, "SELECT count(*) AS rows FROM mute WHERE member = ?", member) > MAX_MUTES) {
                throw ProblemException.of(CatalogError.TOO_MANY_MUTES);
            }
            say(transaction, member, channel, true, now);
        });
    }

    void unmute(String member, Channel channel) {
        database.transact(transaction -> {
            Members.lock(transaction, member);
            if (transaction.delete("DELETE FROM mute WHERE member = ? AND channel_id = ?", member, channel.id()) == 1) {
                say(transaction, member, channel, false, now());
            }
        });
    }

    /** The last muted first. */
    List<ListedChannel> list(String member, @Nullable UUID after, int limit) {
        return ListedChannel.of(database.execute().query("""
                        SELECT m.id, m.created_at, c.id AS channel_id, c.handle, c.name
                        FROM mute m JOIN channel c ON c.id = m.channel_id
                        WHERE m.member = ? AND m.id < ? ORDER BY m.id DESC LIMIT ?
                        """, member, Columns.orLast(after), limit));
    }

    private void say(DbTransaction transaction, String member, Channel channel, boolean muted, Instant now) {
        outbox.add(
                transaction,
                EventType.MUTE_CHANGED,
                new MuteChanged(member, channel.id().toString(), channel.owner(), muted, now));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
