package dev.matinee.feed;

import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed goes on. It names places and things, never a count, and holds the rest of what was ranked already: so what
 * arrives, is liked or is seen meanwhile moves nothing. It is not signed and anybody can write one: what it names is shown
 * only if its reader may see it now.
 *
 * @param list which list it is of
 * @param asOf when its first page was read
 * @param phase which part of the list
 * @param after the next part begins behind this
 * @param rest what was ranked and not shown yet, in order
 */
record FeedCursor(
        String list, Instant asOf, Phase phase, @Nullable Entry after, List<String> rest) {
    private static final int PARTS = 6;
    private static final int MAX_REST = 200;

    /** The parts of a list, in order. */
    enum Phase {
        /** What was not seen before the first page was read. */
        NEW,
        /** What was. */
        SEEN,
        /** What many watch, behind all that is followed; and every list that is ranked as a whole. */
        REST
    }

    static FeedCursor start(String list, Instant now) {
        return new FeedCursor(list, now, Phase.NEW, null, List.of());
    }

    FeedCursor behind(Phase next, @Nullable Entry place, List<String> ranked) {
        return new FeedCursor(list, asOf, next, place, ranked);
    }

    String text() {
        ByteBuffer ids = ByteBuffer.allocate(rest.size() * 16);
        rest.forEach(text -> {
            UUID id = UUID.fromString(text);
            ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        });
        return Cursor.of(
                list,
                Long.toString(asOf.toEpochMilli()),
                phase.name(),
                after == null ? "" : Long.toString(after.at()),
                Base64.getEncoder().withoutPadding().encodeToString(ids.array()),
                after == null ? "" : after.id());
    }

    static FeedCursor parse(String list, String text) {
        List<String> parts = Cursor.parts(text, PARTS);
        try {
            byte[] bytes = Base64.getDecoder().decode(parts.get(4));
            if (!parts.getFirst().equals(list) || bytes.length % 16 != 0 || bytes.length / 16 > MAX_REST) {
                throw ProblemException.of(StandardError.INVALID_CURSOR);
            }
            ByteBuffer ids = ByteBuffer.wrap(bytes);
            List<String> rest = new ArrayList<>();
            while (ids.hasRemaining()) {
                rest.add(new UUID(ids.getLong(), ids.getLong()).toString());
            }
            Entry after = parts.get(3).isEmpty()
                    ? null
                    : new Entry(UUID.fromString(parts.get(5)).toString(), Long.parseLong(parts.get(3)));
            return new FeedCursor(
                    list,
                    Instant.ofEpochMilli(Long.parseLong(parts.get(1))),
                    Phase.valueOf(parts.get(2)),
                    after,
                    List.copyOf(rest));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(StandardError.INVALID_CURSOR, e);
        }
    }
}
