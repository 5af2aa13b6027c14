package dev.matinee.catalog;

import dev.matinee.kit.http.Page;
import dev.matinee.kit.sql.Columns;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A channel in a member's list: followed, muted, blocked, or following.
 *
 * @param row the list's order
 */
record ListedChannel(UUID row, ChannelName channel, Instant since) {
    /** As it is on the wire. */
    record View(ChannelName channel, Instant since) {}

    View view() {
        return new View(channel, since);
    }

    /** One page out of one item more than was asked for. */
    static Page<View> page(List<ListedChannel> found, int limit) {
        Page<ListedChannel> page = Page.of(found, limit, last -> IdCursor.of(last.row()));
        return new Page<>(page.data().stream().map(ListedChannel::view).toList(), page.nextCursor());
    }

    /** From rows with {@code id, created_at, channel_id, handle, name}; closes them. */
    static List<ListedChannel> of(Stream<DbRow> rows) {
        try (rows) {
            return rows.map(Columns::new)
                    .map(row -> new ListedChannel(
                            row.id("id"),
                            new ChannelName(row.id("channel_id"), row.text("handle"), row.text("name")),
                            row.time("created_at")))
                    .toList();
        }
    }
}
