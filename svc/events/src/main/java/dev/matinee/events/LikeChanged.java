package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member likes something, or no longer does.
 *
 * @param userId the member's {@code sub}
 * @param userName their {@code preferred_username}
 * @param contentId the video or album
 * @param kind {@code video | album}
 * @param channelId its channel
 * @param contentOwner its owner's {@code sub}
 * @param liked how it is after the change
 * @param likes how many like it after the change
 * @param changedAt when; what is older than what a consumer holds of this pair is ignored
 */
public record LikeChanged(
        String userId,
        @Nullable String userName,
        String contentId,
        String kind,
        String channelId,
        String contentOwner,
        boolean liked,
        long likes,
        Instant changedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return userId;
    }
}
