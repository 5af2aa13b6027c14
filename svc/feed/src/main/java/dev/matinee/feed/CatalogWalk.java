package dev.matinee.feed;

import dev.matinee.events.BlockChanged;
import dev.matinee.events.EventData;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.MuteChanged;
import dev.matinee.events.WatchProgressed;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads once all that catalog has, because Kafka's events reach back no further than 30 days. It goes on where it was when
 * it is interrupted, and events may be handled meanwhile: what is newer stays. Emptying the table {@code walk} has it done
 * again.
 */
final class CatalogWalk {
    private static final int LIMIT = 500;
    private static final String DOCUMENTS = "documents";
    private static final List<String> PARTS = List.of(DOCUMENTS, "mute", "block", "follow", "like", "watch");

    private final CatalogClient catalog;
    private final CardStore cards;
    private final SocialStore social;
    private final Derived derived;
    private final Database database;

    CatalogWalk(CatalogClient catalog, CardStore cards, SocialStore social, Derived derived, Database database) {
        this.catalog = catalog;
        this.cards = cards;
        this.social = social;
        this.derived = derived;
        this.database = database;
    }

    /** Does what is left of it. */
    void walk() throws AwayException {
        for (String part : PARTS) {
            Optional<Columns> held = database.execute()
                    .get("SELECT cursor, done FROM walk WHERE part = ?", part)
                    .map(Columns::new);
            if (held.map(row -> row.flag("done")).orElse(false)) {
                continue;
            }
            String cursor = held.map(row -> row.textOrNull("cursor")).orElse(null);
            do {
                cursor = part.equals(DOCUMENTS) ? documents(cursor) : social(part, cursor);
                note(part, cursor);
            } while (cursor != null && !Thread.currentThread().isInterrupted());
        }
    }

    private @Nullable String documents(@Nullable String after) throws AwayException {
        CatalogClient.Part part = catalog.list(after, LIMIT);
        derived.tell(cards.apply(part.data(), List.of()));
        return part.nextCursor();
    }

    private @Nullable String social(String kind, @Nullable String after) throws AwayException {
        CatalogClient.Rows rows = catalog.social(kind, after, LIMIT);
        derived.tell(
                social.apply(rows.data().stream().map(row -> change(kind, row)).toList()));
        derived.tellOfPulled();
        return rows.nextCursor();
    }

    private static EventData change(String kind, CatalogClient.Row row) {
        String channel = Optional.ofNullable(row.channelId()).orElse("");
        String owner = Optional.ofNullable(row.channelOwner()).orElse("");
        String content = Optional.ofNullable(row.contentId()).orElse("");
        return switch (kind) {
            case "follow" -> new FollowChanged(row.member(), channel, owner, null, true, 0, row.at());
            case "mute" -> new MuteChanged(row.member(), channel, owner, true, row.at());
            case "block" -> new BlockChanged(row.member(), channel, owner, true, row.at());
            case "like" -> new LikeChanged(row.member(), null, content, "", "", "", true, 0, row.at());
            case "watch" ->
                new WatchProgressed(
                        row.member(),
                        content,
                        "",
                        0,
                        0,
                        Optional.ofNullable(row.finished()).orElse(false),
                        row.at());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private void note(String part, @Nullable String cursor) {
        database.execute().insert("""
                        INSERT INTO walk (part, cursor, done) VALUES (?, ?, ?)
                        ON CONFLICT (part) DO UPDATE SET cursor = excluded.cursor, done = excluded.done
                        """, part, cursor, cursor == null);
    }
}
