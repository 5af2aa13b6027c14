package dev.matinee.catalog;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is in playlists, in order. An item's rank lies between its neighbours', so a list that is being read neither repeats
 * nor skips when one is put in; only when there is no room left are all ranks given anew.
 */
final class PlaylistItems {
    static final long ROOM = 1L << 32;

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    PlaylistItems(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** One item at its place. */
    record Item(ContentKind kind, UUID id, long rank, Instant addedAt) {}

    /** Where a list goes on: behind that place. */
    record After(long rank, UUID id) {}

    /**
     * Puts content in, or moves it; at its place already, nothing changes.
     *
     * @param position 0 for the first; behind the end counts as the end; absent = the end, or where it is
     * @param permit throws when the caller may not
     */
    Playlist put(Caller caller, UUID playlist, UUID contentId, @Nullable Integer position, Consumer<Playlist> permit) {
        return database.transaction(transaction -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            // Content first, as who deletes it does: so the two never wait for each other.
            Content content = kept(transaction, caller, contentId, now);
            Playlist before = PlaylistStore.lock(transaction, playlist);
            permit.accept(before);
            List<Item> items = list(transaction, playlist);
            int at = indexOf(items, contentId);
            if (at >= 0 && (position == null || at == Math.min(position, items.size() - 1))) {
                return before;
            }
            if (at < 0 && before.items() >= Playlist.MAX_ITEMS) {
                throw ProblemException.of(CatalogError.PLAYLIST_FULL);
            }
            List<Item> others = new ArrayList<>(items);
            others.removeIf(item -> item.id().equals(contentId));
            int place = position == null ? others.size() : Math.min(position, others.size());
            long rank = roomAt(transaction, playlist, others, place);
            transaction.insert("""
                    INSERT INTO playlist_item (playlist_id, kind, content_id, rank, added_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (playlist_id, content_id) DO UPDATE SET rank = EXCLUDED.rank
                    """, playlist, content.kind().wireName(), contentId, rank, Columns.parameter(now));
            Playlist after = before.counting(at < 0 ? 1 : 0, now);
            PlaylistStore.update(transaction, outbox, after);
            return after;
        });
    }

    /** @param permit throws when the caller may not */
    Playlist remove(UUID playlist, UUID contentId, Consumer<Playlist> permit) {
        return database.transaction(transaction -> {
            Playlist before = PlaylistStore.lock(transaction, playlist);
            permit.accept(before);
            if (!delete(transaction, playlist, contentId)) {
                return before;
            }
            Playlist after = before.counting(-1, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            PlaylistStore.update(transaction, outbox, after);
            return after;
        });
    }

    List<Item> list(UUID playlist, @Nullable After after, int limit) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT * FROM playlist_item WHERE playlist_id = ? AND (rank, content_id) > (?, ?)"
                                + " ORDER BY rank, content_id LIMIT ?",
                        playlist,
                        after == null ? Long.MIN_VALUE : after.rank(),
                        after == null ? new UUID(0, 0) : after.id(),
                        limit)) {
            return rows.map(PlaylistItems::item).toList();
        }
    }

    /** Takes content that is deleted in this transaction out of every playlist. */
    static void forget(DbTransaction transaction, Outbox outbox, UUID contentId, Instant now) {
        for (Playlist holding : PlaylistStore.lockHolding(transaction, contentId)) {
            // It may have been taken out while the lock was waited for.
            if (delete(transaction, holding.id(), contentId)) {
                PlaylistStore.update(transaction, outbox, holding.counting(-1, now));
            }
        }
    }

    private static boolean delete(DbTransaction transaction, UUID playlist, UUID contentId) {
        return transaction.delete(
                        "DELETE FROM playlist_item WHERE playlist_id = ? AND content_id = ?", playlist, contentId)
                == 1;
    }

    /** What the caller may see, held so that it is not deleted before it is in. */
    private static Content kept(DbTransaction transaction, Caller caller, UUID id, Instant now) {
        for (ContentKind kind : ContentKind.values()) {
            Optional<Content> found = ContentQueries.keep(transaction, caller, kind, id, now);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw ProblemException.of(CatalogError.VIDEO_NOT_FOUND);
    }

    private static long roomAt(DbTransaction transaction, UUID playlist, List<Item> others, int place) {
        Optional<Long> room = between(
                place == 0 ? null : others.get(place - 1).rank(),
                place == others.size() ? null : others.get(place).rank());
        if (room.isPresent()) {
            return room.get();
        }
        for (int i = 0; i < others.size(); i++) {
            transaction.update(
                    "UPDATE playlist_item SET rank = ? WHERE playlist_id = ? AND content_id = ?",
                    (i + 1) * ROOM,
                    playlist,
                    others.get(i).id());
        }
        return place * ROOM + ROOM / 2;
    }

    /** A rank between two, or behind or before one; empty when there is no room. */
    static Optional<Long> between(@Nullable Long before, @Nullable Long after) {
        if (before == null) {
            return Optional.of(after == null ? 0L : after - ROOM);
        }
        if (after == null) {
            return Optional.of(before + ROOM);
        }
        long middle = before + (after - before) / 2;
        return middle == before ? Optional.empty() : Optional.of(middle);
    }

    private static int indexOf(List<Item> items, UUID id) {
        return items.stream().map(Item::id).toList().indexOf(id);
    }

    private static List<Item> list(DbTransaction transaction, UUID playlist) {
        try (Stream<DbRow> rows = transaction.query(
                "SELECT * FROM playlist_item WHERE playlist_id = ? ORDER BY rank, content_id", playlist)) {
            return rows.map(PlaylistItems::item).toList();
        }
    }

    private static Item item(DbRow dbRow) {
        Columns row = new Columns(dbRow);
        return new Item(
                ContentKind.ofWireName(row.text("kind")),
                row.id("content_id"),
                row.number("rank"),
                row.time("added_at"));
    }
}
