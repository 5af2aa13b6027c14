package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.ProblemException;
import java.time.Instant;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The cursor of the public list. */
class PublicCursorPropertyTest {
    @Property
    void cursor_roundTrips(@ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) {
        Video video = Parts.ready(Parts.video(Visibility.PUBLIC, null), Instant.ofEpochMilli(millis));
        VideoQueries.After after = PublicCursor.parse(PublicCursor.of(video));
        assertThat(after.publishedAt()).isEqualTo(Objects.requireNonNull(video.publishedAt()));
        assertThat(after.id()).isEqualTo(video.id());
    }

    @Property
    void otherText_isRefused(@ForAll String text) {
        assertThatThrownBy(() -> PublicCursor.parse(text)).isInstanceOf(ProblemException.class);
    }
}
