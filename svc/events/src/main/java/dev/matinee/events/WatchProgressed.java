package dev.matinee.events;

import java.time.Instant;

/**
 * How far a member has watched a video; said at most once in some seconds for each pair.
 *
 * @param userId the member's {@code sub}
 * @param contentId the video
 * @param channelId its channel
 * @param positionMs where to resume, in milliseconds from the start
 * @param durationMs its length in milliseconds
 * @param finished whether the end was as good as reached
 * @param changedAt when; what is older than what a consumer holds of this pair is ignored
 */
public record WatchProgressed(
        String userId,
        String contentId,
        String channelId,
        long positionMs,
        long durationMs,
        boolean finished,
        Instant changedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return userId;
    }
}
