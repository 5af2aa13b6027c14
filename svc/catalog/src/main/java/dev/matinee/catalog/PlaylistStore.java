package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The playlists; what is in them is {@link PlaylistItems}. */
final class PlaylistStore {
    private static final String SELECT = """
            SELECT p.*, c.handle, c.name FROM playlist p JOIN channel c ON c.id = p.channel_id
            """;

    private final Database database;
    private final ChannelStore channels;
    private final Outbox outbox;
    private final Clock clock;

    PlaylistStore(Database database, ChannelStore channels, Outbox outbox, Clock clock) {
        this.database = database;
        this.channels = channels;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param together what belongs into the same transaction */
    Playlist create(Caller caller, PlaylistDetails details, BiConsumer<DbTransaction, Playlist> together) {
        ChannelName channel = channels.nameOfUser(caller.subject(), caller.name());
        return database.transaction(transaction -> {
            Members.lock(transaction, caller.subject());
            if (Counts.of(transaction, "SELECT count(*) AS rows FROM playlist WHERE owner = ?", caller.subject())
                    >= Playlist.MAX_PLAYLISTS) {
                throw ProblemException.of(CatalogError.TOO_MANY_PLAYLISTS);
            }
            Instant now = now();
            Playlist playlist = new Playlist(Uuid7.at(now), channel, caller.subject(), details, 0, 1, now, now);
            transaction
                    .createInsert("""
                            INSERT INTO playlist (id, channel_id, owner, title, description, visibility, items, revision,
                                created_at, updated_at)
                            VALUES (?, ?, ?, ?, ?, ?, 0, 1, ?, ?)
                            """)
                    .params(Arrays.asList(
                            playlist.id(),
                            channel.id(),
                            playlist.owner(),
                            details.title(),
                            details.description(),
                            details.visibility().wireName(),
                            Columns.parameter(now),
                            Columns.parameter(now)))
                    .execute();
            outbox.add(transaction, EventType.PLAYLIST_CREATED, playlist.event());
            together.accept(transaction, playlist);
            return playlist;
        });
    }

    Optional<Playlist> find(UUID id) {
        return database.execute().get(SELECT + "WHERE p.id = ?", id).map(PlaylistStore::playlist);
    }

    /** Changes a playlist under its row's lock; whatever {@code change} throws changes nothing. */
    Playlist change(UUID id, UnaryOperator<Playlist> change) {
        return database.transaction(transaction -> {
            Playlist before = lock(transaction, id);
            Playlist after = change.apply(before);
            if (!after.equals(before)) {
                update(transaction, outbox, after);
            }
            return after;
        });
    }

    /** @param permit throws when the caller may not */
    void delete(UUID id, Consumer<Playlist> permit) {
        database.transact(transaction -> {
            Playlist playlist = lock(transaction, id);
            permit.accept(playlist);
            transaction.delete("DELETE FROM playlist WHERE id = ?", id);
            outbox.add(transaction, EventType.PLAYLIST_DELETED, playlist.deleted());
        });
    }

    /** A member's own, the last made first. */
    List<Playlist> listOwn(String owner, @Nullable UUID after, int limit) {
        return list(
                database.execute(),
                "WHERE p.owner = ? AND p.id < ? ORDER BY p.id DESC LIMIT ?",
                owner,
                Columns.orLast(after),
                limit);
    }

    /** The public ones of a channel, the last made first. */
    List<Playlist> listPublic(UUID channel, @Nullable UUID after, int limit) {
        return list(
                database.execute(),
                "WHERE p.channel_id = ? AND p.visibility = 'public' AND p.id < ? ORDER BY p.id DESC LIMIT ?",
                channel,
                Columns.orLast(after),
                limit);
    }

    static Playlist lock(DbTransaction transaction, UUID id) {
        return transaction
                .get(SELECT + "WHERE p.id = ? FOR UPDATE OF p", id)
                .map(PlaylistStore::playlist)
                .orElseThrow(() -> ProblemException.of(CatalogError.PLAYLIST_NOT_FOUND));
    }

    /** Those that have this in them, locked in one order. */
    static List<Playlist> lockHolding(DbTransaction transaction, UUID content) {
        return list(
                transaction,
                "WHERE p.id IN (SELECT playlist_id FROM playlist_item WHERE content_id = ?)"
                        + " ORDER BY p.id FOR UPDATE OF p",
                content);
    }

    static void update(DbTransaction transaction, Outbox outbox, Playlist after) {
        transaction
                .createUpdate("""
                        UPDATE playlist SET title = ?, description = ?, visibility = ?, items = ?, revision = ?,
                            updated_at = ?
                        WHERE id = ?
                        """)
                .params(Arrays.asList(
                        after.details().title(),
                        after.details().description(),
                        after.details().visibility().wireName(),
                        after.items(),
                        after.revision(),
                        Columns.parameter(after.updatedAt()),
                        after.id()))
                .execute();
        outbox.add(transaction, EventType.PLAYLIST_UPDATED, after.event());
    }

    private static List<Playlist> list(DbExecute execute, String where, Object... parameters) {
        try (Stream<DbRow> rows = execute.query(SELECT + where, parameters)) {
            return rows.map(PlaylistStore::playlist).toList();
        }
    }

    private static Playlist playlist(DbRow dbRow) {
        Columns row = new Columns(dbRow);
        return new Playlist(
                row.id("id"),
                new ChannelName(row.id("channel_id"), row.text("handle"), row.text("name")),
                row.text("owner"),
                new PlaylistDetails(
                        row.text("title"),
                        row.textOrNull("description"),
                        Visibility.ofWireName(row.text("visibility"))),
                row.number("items"),
                row.number("revision"),
                row.time("created_at"),
                row.time("updated_at"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
