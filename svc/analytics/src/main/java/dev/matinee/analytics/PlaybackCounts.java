package dev.matinee.analytics;

import dev.matinee.events.Event;
import dev.matinee.events.PlaybackReported;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What players say as operators see it in this minute: {@code analytics_playback_total} by kind, of which {@code playing} are first
 * frames, and the seconds that were watched and waited. Views by the published rule are asked of the warehouse.
 */
final class PlaybackCounts {
    private final Map<String, Counter> reports = PlaybackReport.KINDS.stream()
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(),
                    kind -> Metrics.globalRegistry()
                            .getOrCreate(Counter.builder("analytics_playback")
                                    .tags(List.of(Tag.create("kind", kind)))
                                    .description("What players reported"))));
    private final Counter watched = milliseconds("analytics_watched_milliseconds", "Time that was watched");
    private final Counter stalled = milliseconds("analytics_stalled_milliseconds", "Time that players waited");

    private static Counter milliseconds(String name, String description) {
        return Metrics.globalRegistry().getOrCreate(Counter.builder(name).description(description));
    }

    void count(List<Event> collected) {
        for (Event event : collected) {
            if (event.data() instanceof PlaybackReported report) {
                Counter kind = reports.get(report.kind());
                if (kind != null) {
                    kind.increment();
                }
                watched.increment(report.watchedMs() == null ? 0 : report.watchedMs());
                stalled.increment(report.stalledMs() == null ? 0 : report.stalledMs());
            }
        }
    }
}
