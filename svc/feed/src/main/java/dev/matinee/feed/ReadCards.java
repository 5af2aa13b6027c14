package dev.matinee.feed;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was read out of Redis' bytes a moment ago is not read out of the same bytes again: a page of home looks at a hundred
 * cards, and of most nothing has changed. Redis is asked each time, so nothing here can be old. A card has one place of a
 * fixed number and loses it to the next that needs it.
 */
final class ReadCards {
    private static final int PLACES = 4_096;

    private final AtomicReferenceArray<@Nullable Read> places = new AtomicReferenceArray<>(PLACES);

    private record Read(ByteBuffer bytes, String epochDigits, Card card) {}

    /** As {@link Card#parse}. */
    Optional<Card> parse(String id, byte[] bytes, String epochDigits) {
        int place = Math.floorMod(id.hashCode(), PLACES);
        Read held = places.get(place);
        if (held != null
                && held.card.id().equals(id)
                && held.epochDigits.equals(epochDigits)
                && held.bytes.equals(ByteBuffer.wrap(bytes))) {
            return Optional.of(held.card);
        }
        Optional<Card> card = Card.parse(id, bytes, epochDigits);
        card.ifPresent(read -> places.set(place, new Read(ByteBuffer.wrap(bytes), epochDigits, read)));
        return card;
    }
}
