package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What a cursor says is what comes back, and nothing else is taken for one. */
class CursorPropertyTest {
    @Property(tries = 200)
    void text_isReadBack(
            @ForAll FeedCursor.Phase phase,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long time,
            @ForAll @IntRange(max = 100) int rest) {
        List<String> ids =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(rest).toList();
        FeedCursor cursor = new FeedCursor(
                "home", Instant.ofEpochMilli(time), phase, rest % 2 == 0 ? null : new Entry(ids.getFirst(), time), ids);
        assertThat(FeedCursor.parse("home", cursor.text())).isEqualTo(cursor);
        // A request line has room for 4 kB.
        assertThat(cursor.text().length()).isLessThan(3_200);
    }

    @Property(tries = 200)
    void anything_isACursorOrRefused(@ForAll String text) {
        assertThatThrownBy(() -> FeedCursor.parse("home", text)).isInstanceOf(ProblemException.class);
    }
}
