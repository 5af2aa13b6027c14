package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a player says of one playback session; the event's time is when it happened, by the server's clock. Amounts are
 * those since the session's report before, so a session is the sum of its distinct reports, in whatever order they come.
 *
 * @param sessionId the playback session, UUID, at most a day long
 * @param contentId the video
 * @param viewer pseudonym: {@code m…} of a member, the same for ever; {@code v…} of a visitor, another one each day
 * @param kind {@code started} (somebody wants to watch), {@code playing} (the first picture), {@code progressed},
 *     {@code stalled}, {@code failed} or {@code ended}
 * @param receivedAt when the collector had it
 * @param positionMs where in the film, in milliseconds from its start
 * @param fromMs where the stretch of film begins that was played since, with {@code toMs}
 * @param toMs where it ends
 * @param watchedMs how long somebody watched since, in milliseconds of their time
 * @param startupMs from the wish to the first picture, in milliseconds
 * @param stalledMs how long the picture stood still since, in milliseconds
 * @param error a player's word for what failed
 * @param rung short side of the rendition that was shown, in pixels
 * @param playerHeight height of the player on the screen, in device pixels
 * @param source where in the platform the viewer came from: {@code home}, {@code search}, …
 * @param referrer host of the page the viewer came from
 * @param client what it came from
 */
public record PlaybackReported(
        String sessionId,
        String contentId,
        String viewer,
        String kind,
        Instant receivedAt,
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
        @Nullable String referrer,
        ClientKind client)
        implements EventData {
    @Override
    public String aggregateId() {
        return sessionId;
    }
}
