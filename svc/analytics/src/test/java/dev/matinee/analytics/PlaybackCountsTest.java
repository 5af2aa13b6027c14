package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.ClientKind;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaybackReported;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaybackCountsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void reports_countByKindWithTheirTimes() {
        long playing = count("analytics_playback", Tag.create("kind", "playing"));
        long watched = count("analytics_watched_milliseconds");
        long stalled = count("analytics_stalled_milliseconds");

        new PlaybackCounts().count(List.of(report("playing", null, null), report("progressed", 9_000L, 500L)));

        assertThat(count("analytics_playback", Tag.create("kind", "playing"))).isEqualTo(playing + 1);
        assertThat(count("analytics_watched_milliseconds")).isEqualTo(watched + 9_000);
        assertThat(count("analytics_stalled_milliseconds")).isEqualTo(stalled + 500);
    }

    @Test
    void kindThatNobodyKnows_countsNowhere() {
        new PlaybackCounts().count(List.of(report("made-up", null, null)));

        assertThat(Metrics.globalRegistry().meters())
                .noneMatch(meter -> "made-up".equals(meter.id().tagsMap().get("kind")));
    }

    private static long count(String name, Tag... tags) {
        return Metrics.globalRegistry()
                .getOrCreate(Counter.builder(name).tags(List.of(tags)))
                .count();
    }

    private static Event report(String kind, @Nullable Long watchedMs, @Nullable Long stalledMs) {
        return new Event(
                UUID.randomUUID(),
                EventType.PLAYBACK_REPORTED,
                "/analytics",
                NOW,
                new PlaybackReported(
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString(),
                        "v",
                        kind,
                        NOW,
                        0,
                        null,
                        null,
                        watchedMs,
                        null,
                        stalledMs,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new ClientKind("desktop", "linux", "firefox", null, false)));
    }
}
