package dev.matinee.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Cards as they were within the last seconds: a page of home ranks a hundred and shows a fifth of them. Good for the order of
 * things only, since who may find a card can have changed; only such as could be found are kept. A card has one place of a fixed
 * number and loses it to the next that needs it.
 */
final class RecentCards {
    static final Duration LIFE = Duration.ofSeconds(5);

    private static final int PLACES = 8_192;

    private final AtomicReferenceArray<@Nullable Held> places = new AtomicReferenceArray<>(PLACES);
    private final Clock clock;

    RecentCards(Clock clock) {
        this.clock = clock;
    }

    private record Held(Card card, long readAt) {}

    void keep(Card card) {
        if (card.state().listed()) {
            places.set(place(card.id()), new Held(card, clock.millis()));
        }
    }

    Optional<Card> find(String id) {
        Held held = places.get(place(id));
        return held != null && held.card.id().equals(id) && clock.millis() - held.readAt < LIFE.toMillis()
                ? Optional.of(held.card)
                : Optional.empty();
    }

    private static int place(String id) {
        return Math.floorMod(id.hashCode(), PLACES);
    }
}
