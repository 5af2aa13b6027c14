package dev.matinee.feed;

import dev.matinee.kit.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a feed.
 *
 * @param next where the next one begins; null on the last
 */
record Found(List<Item> items, @Nullable FeedCursor next) {
    /** One thing and why it is there. */
    record Item(Card card, Reason reason) {}

    /** {@code {"data":[{…card…,"reason":{…}}],"next_cursor":…}}; the cards are ready-made. */
    byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(items.size() * 600 + 100);
        write(out, "{\"data\":[");
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            String card = item.card().json();
            if (i > 0) {
                out.write(',');
            }
            write(out, card.substring(0, card.length() - 1));
            write(out, ",\"reason\":");
            out.writeBytes(Json.write(item.reason()));
            out.write('}');
        }
        out.write(']');
        if (next != null) {
            write(out, ",\"next_cursor\":\"" + next.text() + "\"");
        }
        out.write('}');
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
