package dev.matinee.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The channels; one for each user, made when first needed. */
final class ChannelStore {
    private final Database database;
    private final Outbox outbox;
    private final Clock clock;
    /** A channel's id and handle never change; only its name may be this old, and only on other instances. */
    private final Cache<String, ChannelName> names = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    ChannelStore(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    Optional<Channel> find(UUID id) {
        return database.execute().get("SELECT * FROM channel WHERE id = ?", id).map(ChannelStore::channel);
    }

    Optional<Channel> findByHandle(String handle) {
        return database.execute()
                .get("SELECT * FROM channel WHERE handle = ?", handle)
                .map(ChannelStore::channel);
    }

    /** @param name its id or its handle */
    Channel get(String name) {
        return Ids.find(name)
                .map(this::find)
                .orElseGet(() -> findByHandle(name))
                .orElseThrow(() -> ProblemException.of(CatalogError.CHANNEL_NOT_FOUND));
    }

    /** The user's channel; made now if they have none. */
    Channel ofUser(String owner, String userName) {
        return byOwner(database.execute(), owner)
                .orElseGet(() -> database.transaction(transaction -> ofUser(transaction, owner, userName)));
    }

    /** As {@link #ofUser(String, String)}, within a transaction. */
    Channel ofUser(DbTransaction transaction, String owner, String userName) {
        return byOwner(transaction, owner).orElseGet(() -> create(transaction, owner, userName));
    }

    ChannelName nameOfUser(String owner, String userName) {
        ChannelName known = names.getIfPresent(owner);
        if (known != null) {
            return known;
        }
        Channel channel = ofUser(owner, userName);
        ChannelName name = new ChannelName(channel.id(), channel.handle(), channel.name());
        names.put(owner, name);
        return name;
    }

    /** Changes a channel under its row's lock; whatever {@code change} throws changes nothing. */
    Channel change(UUID id, UnaryOperator<Channel> change) {
        Channel after = database.transaction(transaction -> {
            Channel before = transaction
                    .get("SELECT * FROM channel WHERE id = ? FOR UPDATE", id)
                    .map(ChannelStore::channel)
                    .orElseThrow(() -> ProblemException.of(CatalogError.CHANNEL_NOT_FOUND));
            Channel changed = change.apply(before);
            transaction.update(
                    "UPDATE channel SET name = ?, description = ?, revision = ?, updated_at = ? WHERE id = ?",
                    changed.name(),
                    changed.description(),
                    changed.revision(),
                    Columns.parameter(changed.updatedAt()),
                    id);
            outbox.add(transaction, EventType.CHANNEL_UPDATED, changed.event());
            return changed;
        });
        names.invalidate(after.owner());
        return after;
    }

    private Channel create(DbTransaction transaction, String owner, String userName) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID id = Uuid7.at(now);
        String random = id.toString().substring(24);
        for (Iterator<String> handles = Handles.candidates(userName, random).iterator(); handles.hasNext(); ) {
            String handle = handles.next();
            Channel channel = new Channel(id, owner, handle, Handles.displayName(userName, handle), null, 1, now, now);
            long made = transaction.insert(
                    """
                    INSERT INTO channel (id, owner, handle, name, revision, created_at, updated_at)
                    VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING
                    """, id, owner, handle, channel.name(), Columns.parameter(now), Columns.parameter(now));
            if (made == 1) {
                outbox.add(transaction, EventType.CHANNEL_CREATED, channel.event());
                return channel;
            }
            // Either the handle is taken, or another request of this user was quicker.
            Optional<Channel> other = byOwner(transaction, owner);
            if (other.isPresent()) {
                return other.get();
            }
        }
        throw new IllegalStateException("no handle is free for a new channel");
    }

    private static Optional<Channel> byOwner(DbExecute execute, String owner) {
        return execute.get("SELECT * FROM channel WHERE owner = ?", owner).map(ChannelStore::channel);
    }

    private static Channel channel(DbRow dbRow) {
        Columns row = new Columns(dbRow);
        return new Channel(
                row.id("id"),
                row.text("owner"),
                row.text("handle"),
                row.text("name"),
                row.textOrNull("description"),
                row.number("revision"),
                row.time("created_at"),
                row.time("updated_at"));
    }
}
