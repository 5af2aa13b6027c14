package dev.matinee.feed;

import dev.matinee.events.EventType;
import dev.matinee.events.FanOutTask;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be in feeds. What becomes findable or ceases to be is handed to the followers' feeds in the same transaction. */
final class CardStore {
    private static final String UPSERT = """
            INSERT INTO card AS c (id, kind, channel_id, state, provisional, revision, title, tags, duration_ms, poster,
                published_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, channel_id = excluded.channel_id,
                state = excluded.state, provisional = excluded.provisional, revision = excluded.revision,
                title = excluded.title, tags = excluded.tags, duration_ms = excluded.duration_ms,
                poster = excluded.poster, published_at = excluded.published_at, version = c.version + 1
            WHERE c.state <> 'gone'
                AND (c.revision < excluded.revision OR (c.revision = excluded.revision AND c.provisional))
            RETURNING old.state AS old_state, old.published_at AS old_at, new.state AS new_state,
                new.published_at AS new_at, new.channel_id AS channel_id
            """;
    private static final String HIDE = """
            INSERT INTO card AS c (id, channel_id, state, provisional, revision)
            VALUES (?, ?, ?, true, ?)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, provisional = true, revision = excluded.revision,
                version = c.version + 1
            WHERE c.state <> 'gone' AND c.revision < excluded.revision
            RETURNING old.state AS old_state, old.published_at AS old_at, new.state AS new_state,
                new.published_at AS new_at, new.channel_id AS channel_id
            """;
    private static final String GONE = """
            UPDATE card AS c SET state = 'gone', version = version + 1 WHERE id = ? AND state <> 'gone'
            RETURNING old.state AS old_state, old.published_at AS old_at, new.state AS new_state,
                new.published_at AS new_at, new.channel_id AS channel_id
            """;
    private static final String CHANNEL = """
            INSERT INTO channel AS c (id, owner, handle, name, revision) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, handle = excluded.handle, name = excluded.name,
                revision = excluded.revision
            WHERE c.revision < excluded.revision
            RETURNING old.owner AS before
            """;
    static final String SELECT = """
            SELECT c.id, c.kind, c.state, c.title, c.duration_ms, c.poster, c.published_at, c.channel_id, h.handle, h.name,
                coalesce(p.likes, 0) AS likes, coalesce(p.watches, 0) AS watches,
                c.version + coalesce(p.version, 0) + coalesce(h.revision, 0) AS version
            FROM card c LEFT JOIN channel h ON h.id = c.channel_id LEFT JOIN popularity p ON p.content_id = c.id
            """;

    private final Database database;
    private final Outbox outbox;
    private final FeedConfig.FanOut fanOut;
    private final Clock clock;

    CardStore(Database database, Outbox outbox, FeedConfig.FanOut fanOut, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.fanOut = fanOut;
        this.clock = clock;
    }

    /** Takes over what catalog says, as far as it is newer than what is held. */
    Effects apply(Collection<CatalogDocument> documents, Collection<String> gone) {
        Effects effects = new Effects();
        if (documents.stream().noneMatch(document -> document.isChannel() || document.isContent()) && gone.isEmpty()) {
            return effects;
        }
        database.transact(transaction -> {
            // In one order everywhere, so that two instances do not wait for each other.
            documents.stream()
                    .filter(document -> document.isChannel() || document.isContent())
                    .sorted(Comparator.comparing(document -> document.channel().id()))
                    .forEach(document -> channel(transaction, document, effects));
            documents.stream()
                    .filter(CatalogDocument::isContent)
                    .sorted(Comparator.comparing(CatalogDocument::id))
                    .forEach(document -> content(transaction, document, effects));
            gone.stream().sorted().forEach(id -> moved(transaction, id, transaction.get(GONE, uuid(id)), effects));
        });
        return effects;
    }

    /**
     * Hides something by an event alone, before catalog was asked; what catalog says of the same revision counts more.
     *
     * @param deleted whether it is gone for good
     */
    Effects hide(String id, @Nullable String channel, long revision, boolean deleted) {
        Effects effects = new Effects();
        database.transact(transaction -> moved(
                transaction,
                id,
                transaction.get(
                        HIDE, uuid(id), channel == null ? null : uuid(channel), deleted ? "gone" : "hidden", revision),
                effects));
        return effects;
    }

    private void channel(DbTransaction transaction, CatalogDocument document, Effects effects) {
        CatalogDocument.Channel channel = document.channel();
        // What a document of a content tells of its channel may have no revision; then it is only better than nothing.
        long revision = document.isChannel()
                ? document.revision()
                : Optional.ofNullable(channel.revision()).orElse(0L);
        Optional<DbRow> changed = transaction.get(
                CHANNEL, uuid(channel.id()), document.owner(), channel.handle(), channel.name(), revision);
        // Its own document is told of again although nothing changed: as in moved.
        if (changed.isEmpty() && !document.isChannel()) {
            return;
        }
        if (changed.map(row -> new Columns(row).textOrNull("before") == null).orElse(true)) {
            // Whom its owner blocked before there was a channel to hide.
            ids(transaction.query(
                            "SELECT channel_owner AS id FROM block WHERE user_id = ? AND active", document.owner()))
                    .forEach(effects.members()::add);
        }
        ids(transaction.query("SELECT id FROM card WHERE channel_id = ?", uuid(channel.id())))
                .forEach(effects.cards()::add);
    }

    private void content(DbTransaction transaction, CatalogDocument document, Effects effects) {
        Card.State state = document.shownAt(clock.instant());
        @Nullable Instant publishedAt = document.publishedAt();
        Optional<DbRow> moved = transaction.get(
                UPSERT,
                uuid(document.id()),
                document.kind(),
                uuid(document.channel().id()),
                state.rowName(),
                false,
                document.revision(),
                document.title(),
                document.tags().toArray(String[]::new),
                document.durationMs(),
                document.poster() == null ? document.cover() : document.poster(),
                Columns.parameter(publishedAt == null ? null : publishedAt.truncatedTo(ChronoUnit.MILLIS)));
        moved(transaction, document.id(), moved, effects);
    }

    private void moved(DbTransaction transaction, String id, Optional<DbRow> move, Effects effects) {
        // Also when nothing changed: who changed it may have been killed before telling Redis, and this is said again.
        effects.cards().add(id);
        if (move.isEmpty()) {
            transaction
                    .get("SELECT channel_id FROM card WHERE id = ?", uuid(id))
                    .flatMap(row -> Optional.ofNullable(new Columns(row).textOrNull("channel_id")))
                    .ifPresent(effects.channels()::add);
            return;
        }
        Columns row = new Columns(move.get());
        String before = row.textOrNull("old_state");
        boolean was = before != null && Card.State.of(before).listed();
        boolean is = Card.State.of(row.text("new_state")).listed();
        String channel = row.textOrNull("channel_id");
        Instant at = row.timeOrNull(is ? "new_at" : "old_at");
        if (channel == null) {
            return;
        }
        effects.channels().add(channel);
        if (at == null || (!was && !is)) {
            return;
        }
        if (was == is && at.equals(row.timeOrNull("old_at"))) {
            return;
        }
        fanOut(transaction, id, channel, is, at);
    }

    private void fanOut(DbTransaction transaction, String id, String channel, boolean add, Instant at) {
        Columns audience = transaction
                .get("SELECT followers, pulled FROM audience WHERE channel_id = ?", uuid(channel))
                .map(Columns::new)
                .orElse(null);
        if (audience == null || audience.flag("pulled") || audience.number("followers") == 0) {
            return;
        }
        int parts = (int) Math.ceilDiv(audience.number("followers"), fanOut.part());
        for (int part = 0; part < parts; part++) {
            outbox.add(transaction, EventType.FEED_FANOUT, new FanOutTask(id, channel, add, part, parts, at));
        }
    }

    /** The cards of these; those that nobody may find, or that are not known, as such. */
    List<Card> byIds(Collection<String> ids) {
        UUID[] wanted = ids.stream().map(CardStore::uuid).toArray(UUID[]::new);
        try (Stream<DbRow> rows = database.execute().query(SELECT + "WHERE c.id = ANY (?)", (Object) wanted)) {
            return rows.map(Columns::new).map(CardStore::card).toList();
        }
    }

    static Card card(Columns row) {
        String id = row.text("id");
        Card.State state = Card.State.of(row.text("state"));
        Instant at = row.timeOrNull("published_at");
        String handle = row.textOrNull("handle");
        if (!state.listed() || at == null || handle == null) {
            return Card.without(id, row.number("version"));
        }
        return Card.of(
                row.number("version"),
                state,
                new Card.Shown(
                        row.text("kind"),
                        id,
                        row.text("title"),
                        new Card.Channel(row.text("channel_id"), handle, row.text("name")),
                        row.numberOrNull("duration_ms"),
                        row.textOrNull("poster"),
                        at,
                        row.number("likes")),
                row.number("watches"));
    }

    static UUID uuid(String id) {
        return UUID.fromString(id);
    }

    private static List<String> ids(Stream<DbRow> rows) {
        try (rows) {
            return rows.map(row -> new Columns(row).text("id")).toList();
        }
    }
}
