package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What goes on at this moment, of what was said. */
class LiveNumbersTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final UUID FILM = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final LiveNumbers numbers = new LiveNumbers(WINDOW, 1_000);

    @Test
    void session_isWatchedForOneWindow() {
        numbers.playback(UUID.randomUUID(), FILM, "progressed", NOW);
        assertThat(viewers(NOW.plusSeconds(29))).isEqualTo(1);
        assertThat(viewers(NOW.plusSeconds(30))).isZero();
    }

    @Test
    void session_thatEnds_isWatchedNoMore() {
        UUID session = UUID.randomUUID();
        numbers.playback(session, FILM, "progressed", NOW);
        numbers.playback(session, FILM, "ended", NOW);
        assertThat(viewers(NOW)).isZero();
    }

    @Test
    void sameSession_heardOfAgain_isOne() {
        UUID session = UUID.randomUUID();
        numbers.playback(session, FILM, "started", NOW);
        numbers.playback(session, FILM, "progressed", NOW.plusSeconds(20));
        numbers.playback(session, FILM, "playing", NOW.plusSeconds(5));
        assertThat(viewers(NOW.plusSeconds(45))).isEqualTo(1);
    }

    @Test
    void top_isTheMostWatchedFirst() {
        say(3, OTHER);
        say(2, FILM);
        LiveNumbers.View view = numbers.view(NOW);
        assertThat(view.top(10, video -> true))
                .containsExactly(
                        new LiveNumbers.Watched(OTHER.toString(), 3), new LiveNumbers.Watched(FILM.toString(), 2));
        assertThat(view.top(1, video -> true)).hasSize(1);
        assertThat(view.top(10, FILM::equals)).containsExactly(new LiveNumbers.Watched(FILM.toString(), 2));
        assertThat(view.viewersOf(FILM::equals)).isEqualTo(2);
    }

    @Test
    void eventsPerSecond_areTheMeanOfTheSecondsBefore() {
        for (int i = 0; i < 40; i++) {
            numbers.event(NOW.minusMillis(500));
        }
        numbers.event(NOW.minus(Duration.ofHours(1)));
        numbers.event(NOW.minusSeconds(11));
        assertThat(numbers.view(NOW).eventsPerSecond()).isEqualTo(4);
        assertThat(numbers.view(NOW.plusSeconds(30)).eventsPerSecond()).isZero();
    }

    @Test
    void sessions_thatAreFewAgain_areCountedExactlyAgain() {
        say(5_000, FILM);
        assertThat(numbers.view(NOW).weight()).isGreaterThan(1);
        Instant later = NOW.plus(WINDOW);
        for (int i = 0; i < 10; i++) {
            numbers.view(later);
        }
        numbers.playback(UUID.randomUUID(), FILM, "progressed", later);
        assertThat(numbers.view(later).weight()).isEqualTo(1);
        assertThat(viewers(later)).isEqualTo(1);
    }

    /** A session's chance of being kept is one in the weight, so the estimate is within six standard deviations. */
    @Property(tries = 30)
    void many_areEstimatedFromAsManyAsThereIsRoomFor(
            @ForAll @IntRange(min = 1, max = 20_000) int count, @ForAll long seed) {
        LiveNumbers fresh = new LiveNumbers(WINDOW, 1_000);
        List<UUID> ids = new ArrayList<>();
        Random random = new Random(seed);
        // Half of them are made by somebody who wants them to be alike.
        for (int i = 0; i < count; i++) {
            ids.add(i % 2 == 0 ? new UUID(random.nextLong(), random.nextLong()) : new UUID(i, i));
        }
        ids.forEach(id -> fresh.playback(id, FILM, "progressed", NOW));
        LiveNumbers.View view = fresh.view(NOW);
        assertThat(view.viewers().getOrDefault(FILM, 0)).isLessThanOrEqualTo(1_000);
        if (count <= 1_000) {
            assertThat(view.viewersOf(video -> true)).isEqualTo(count);
        } else {
            double deviation = Math.sqrt((double) count * view.weight());
            assertThat((double) view.viewersOf(video -> true)).isBetween(count - 6 * deviation, count + 6 * deviation);
        }
    }

    private long viewers(Instant at) {
        return numbers.view(at).viewersOf(video -> true);
    }

    private void say(int sessions, UUID video) {
        for (int i = 0; i < sessions; i++) {
            numbers.playback(UUID.randomUUID(), video, "progressed", NOW);
        }
    }
}
