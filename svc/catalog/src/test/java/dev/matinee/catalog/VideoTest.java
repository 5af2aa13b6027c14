package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EventType;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a video is public, and what follows from a change. */
class VideoTest {
    private static final Instant NOW = Parts.NOW;

    @Test
    void ready_public_isPublished() {
        Video video = Parts.ready(Parts.video(Visibility.PUBLIC, null), NOW);
        assertThat(video.published()).isTrue();
        assertThat(video.publishedAt()).isEqualTo(NOW);
        assertThat(video.isOpen(NOW)).isTrue();
    }

    @Test
    void ready_scheduled_waits() {
        Instant later = NOW.plusSeconds(10);
        Video video = Parts.ready(Parts.video(Visibility.PUBLIC, later), NOW);
        assertThat(video.published()).isFalse();
        assertThat(video.isOpen(later))
                .as("only the sweep publishes, so that the event comes with it")
                .isFalse();
        Video due = video.due(later);
        assertThat(due.published()).isTrue();
        assertThat(due.publishedAt()).isEqualTo(later);
        assertThat(due.accessEpoch()).isEqualTo(video.accessEpoch());
    }

    @Test
    void unlisted_openOnceDue() {
        Instant later = NOW.plusSeconds(10);
        Video video = Parts.ready(Parts.video(Visibility.UNLISTED, later), NOW);
        assertThat(video.isOpen(NOW)).isFalse();
        assertThat(video.isOpen(later)).isTrue();
        assertThat(video.published()).isFalse();
    }

    @Test
    void publishedAt_staysAsFirstSet() {
        Video video = Parts.ready(Parts.video(Visibility.PUBLIC, null), NOW);
        Video hidden = video.edited(Parts.details(Visibility.PRIVATE, null), NOW.plusSeconds(1));
        Video again = hidden.edited(Parts.details(Visibility.PUBLIC, null), NOW.plusSeconds(2));
        assertThat(hidden.published()).isFalse();
        assertThat(again.publishedAt()).isEqualTo(NOW);
        assertThat(VideoEvents.typeOf(video, hidden)).isEqualTo(EventType.VIDEO_UNPUBLISHED);
        assertThat(VideoEvents.typeOf(hidden, again)).isEqualTo(EventType.VIDEO_PUBLISHED);
        assertThat(VideoEvents.typeOf(again, again)).isEqualTo(EventType.VIDEO_UPDATED);
    }

    @Test
    void awaits_onlyTheCurrentSubmission() {
        Video video = Parts.video(Visibility.PUBLIC, null);
        assertThat(video.awaits("sub")).isFalse();
        Video submitted = video.submitted("sub", NOW, NOW);
        assertThat(submitted.awaits("sub")).isTrue();
        assertThat(submitted.awaits("other")).isFalse();
        Video failed = submitted.failed(new Failure("processing_timeout", "Late.", true), NOW);
        assertThat(failed.awaits("sub"))
                .as("media that comes after our own deadline is taken")
                .isTrue();
        assertThat(failed.reopened(NOW, NOW).awaits("sub")).isFalse();
    }

    @Test
    void takesUpload_untilThereIsOne() {
        Video video = Parts.video(Visibility.PUBLIC, null);
        assertThat(video.takesUpload()).isTrue();
        Video late = video.failed(new Failure("upload_missing", "No file.", true), NOW);
        assertThat(late.takesUpload()).as("the file may still be on its way").isTrue();
        Video submitted = late.submitted("sub", NOW, NOW);
        assertThat(submitted.failure()).isNull();
        assertThat(submitted.takesUpload()).isFalse();
        assertThat(submitted.failed(new Failure("x", "X.", true), NOW).takesUpload())
                .isFalse();
        assertThat(Parts.ready(video, NOW).takesUpload()).isFalse();
    }

    /** Whatever is done to a video, in any order. */
    @Property(tries = 200)
    void anyChanges_keepTheRules(@ForAll @Size(max = 12) List<Visibility> changes, @ForAll boolean[] scheduled) {
        Video video = Parts.ready(Parts.video(Visibility.PRIVATE, null), NOW);
        @Nullable Instant first = null;
        for (int i = 0; i < changes.size(); i++) {
            Instant at = NOW.plusSeconds(i);
            boolean waits = i < scheduled.length && scheduled[i];
            Video next = video.edited(Parts.details(changes.get(i), waits ? NOW.plusSeconds(1_000) : null), at);

            assertThat(next.revision()).isEqualTo(video.revision() + 1);
            boolean sameAudience = next.details().sameAudience(video.details());
            assertThat(next.accessEpoch()).isEqualTo(video.accessEpoch() + (sameAudience ? 0 : 1));
            assertThat(next.published()).isEqualTo(changes.get(i) == Visibility.PUBLIC && !waits);
            assertThat(next.isForFollowers(at)).isEqualTo(changes.get(i) == Visibility.FOLLOWERS && !waits);
            first = first == null && (next.published() || next.isForFollowers(at)) ? at : first;
            assertThat(next.publishedAt()).isEqualTo(first);
            if (next.published()) {
                assertThat(next.isOpen(at)).isTrue();
            }
            video = next;
        }
    }
}
