package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecentCardsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final RecentCards recent = new RecentCards(clock);

    @Test
    void find_kept_isFoundUntilItsLifeIsOver() {
        recent.keep(card("film", Card.State.FOLLOWERS));
        now.set(Instant.EPOCH.plus(RecentCards.LIFE).minusMillis(1));
        assertThat(recent.find("film")).isPresent();
        now.set(Instant.EPOCH.plus(RecentCards.LIFE));
        assertThat(recent.find("film")).isEmpty();
    }

    @Test
    void keep_whatNobodyMayFind_isNotKept() {
        recent.keep(card("film", Card.State.HIDDEN));
        assertThat(recent.find("film")).isEmpty();
    }

    /** The hashes of these two are one. */
    @Test
    void keep_anotherOfItsPlace_takesThePlace() {
        recent.keep(card("Aa", Card.State.PUBLIC));
        recent.keep(card("BB", Card.State.PUBLIC));
        assertThat(recent.find("Aa")).isEmpty();
        assertThat(recent.find("BB")).map(Card::id).contains("BB");
    }

    private static Card card(String id, Card.State state) {
        Card.Shown shown = new Card.Shown(
                "video", id, "title", new Card.Channel("channel", "handle", "name"), 5L, null, Instant.EPOCH, 0);
        return Card.of(1, state, shown, 0);
    }
}
