package dev.matinee.analytics;

import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaybackReported;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As {@link PlaybackReported}, which says what the fields mean. */
record PlaybackReport(
        String type,
        String id,
        Instant time,
        String session,
        String video,
        String kind,
        long positionMs,
        @Nullable Long fromMs,
        @Nullable Long toMs,
        @Nullable Long watchedMs,
        @Nullable Long startupMs,
        @Nullable Long stalledMs,
        @Nullable String error,
        @Nullable Integer rung,
        @Nullable Integer playerHeight,
        @Nullable String source,
        @Nullable String referrer)
        implements Report {
    static final Set<String> KINDS = Set.of("started", "playing", "progressed", "stalled", "failed", "ended");
    private static final long FILM_MS = 48L * 3_600_000;
    /** One report is about so much at most: players say something every ten seconds. */
    private static final long SPAN_MS = 600_000;

    PlaybackReport {
        Check.uuid("id", id);
        Check.holds(time != null, "time is missing");
        Check.uuid("session", session);
        Check.uuid("video", video);
        Check.oneOf("kind", kind, KINDS);
        Check.withinIfAny("position_ms", positionMs, 0, FILM_MS);
        Check.withinIfAny("from_ms", fromMs, 0, FILM_MS);
        Check.withinIfAny("to_ms", toMs, 0, FILM_MS);
        Check.holds(
                fromMs == null ? toMs == null : toMs != null && toMs >= fromMs && toMs - fromMs <= 2 * SPAN_MS,
                "from_ms and to_ms go together, the greater behind, at most " + 2 * SPAN_MS + " apart");
        Check.withinIfAny("watched_ms", watchedMs, 0, SPAN_MS);
        Check.withinIfAny("startup_ms", startupMs, 0, SPAN_MS);
        Check.withinIfAny("stalled_ms", stalledMs, 0, SPAN_MS);
        Check.wordIfAny("error", error);
        Check.withinIfAny("rung", rung, 1, 10_000);
        Check.withinIfAny("player_height", playerHeight, 1, 20_000);
        Check.wordIfAny("source", source);
        Check.hostIfAny("referrer", referrer);
    }

    @Override
    public EventType eventType() {
        return EventType.PLAYBACK_REPORTED;
    }

    @Override
    public EventData data(Sender sender, Instant receivedAt) {
        return new PlaybackReported(
                session,
                video,
                sender.viewer(),
                kind,
                receivedAt,
                positionMs,
                fromMs,
                toMs,
                watchedMs,
                startupMs,
                stalledMs,
                error,
                rung,
                playerHeight,
                source,
                referrer,
                sender.client());
    }
}
