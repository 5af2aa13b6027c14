package dev.matinee.feed;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.matinee.kit.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content as a feed shows it, ready-made: what rankers ask of it and its JSON.
 *
 * @param version of two copies the greater one is the newer
 * @param channel its id
 * @param publishedAt Unix milliseconds
 * @param json of a {@link Shown}
 */
record Card(
        String id,
        long version,
        State state,
        String channel,
        String channelName,
        String title,
        long publishedAt,
        long likes,
        long watches,
        String json) {
    private static final char BETWEEN = '\u001f';
    private static final int FIELDS = 8;

    /** Who may find it; rows have these names in small letters. */
    enum State {
        PUBLIC,
        FOLLOWERS,
        HIDDEN,
        GONE;

        static State of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        String rowName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean listed() {
            return this == PUBLIC || this == FOLLOWERS;
        }
    }

    /** What clients see of it. */
    record Shown(
            String kind,
            String id,
            String title,
            Channel channel,
            @Nullable @JsonProperty("duration_ms") Long durationMs,
            @Nullable String poster,
            Instant publishedAt,
            long likes) {}

    /** What clients see of its channel. */
    record Channel(String id, String handle, String name) {}

    static Card of(long version, State state, Shown shown, long watches) {
        return new Card(
                shown.id(),
                version,
                state,
                shown.channel().id(),
                shown.channel().name(),
                shown.title(),
                shown.publishedAt().toEpochMilli(),
                shown.likes(),
                watches,
                new String(Json.write(shown), StandardCharsets.UTF_8));
    }

    /** In place of one that nobody may find. */
    static Card without(String id, long version) {
        return new Card(id, version, State.GONE, "", "", "", 0, 0, 0, "");
    }

    /** What is compared in Redis: digits only, so that their order is that of the numbers. */
    static String stamp(long epoch, long version) {
        return String.format(Locale.ROOT, "%010d%019d", epoch, version);
    }

    static final int STAMP = 29;

    byte[] bytes(long epoch) {
        String all = String.join(
                String.valueOf(BETWEEN),
                stamp(epoch, version),
                state.name(),
                channel,
                plain(channelName),
                plain(title),
                String.valueOf(publishedAt),
                String.valueOf(likes),
                String.valueOf(watches),
                json);
        return all.getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what is of another epoch or not a card. */
    static Optional<Card> parse(String id, byte[] bytes, String epochDigits) {
        String[] fields = new String[FIELDS];
        int from = 0;
        for (int field = 0; field < fields.length; field++) {
            int to = from;
            while (to < bytes.length && bytes[to] != BETWEEN) {
                to++;
            }
            if (to == bytes.length) {
                return Optional.empty();
            }
            fields[field] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            from = to + 1;
        }
        if (fields[0].length() != STAMP || !fields[0].startsWith(epochDigits)) {
            return Optional.empty();
        }
        return Optional.of(new Card(
                id,
                Long.parseLong(fields[0], epochDigits.length(), STAMP, 10),
                State.valueOf(fields[1]),
                fields[2],
                fields[3],
                fields[4],
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                Long.parseLong(fields[7]),
                new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)));
    }

    private static String plain(String text) {
        return text.replace(BETWEEN, ' ');
    }
}
