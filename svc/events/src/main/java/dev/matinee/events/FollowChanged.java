package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member began or ceased to follow a channel.
 *
 * @param followerId the member's {@code sub}
 * @param channelId the channel
 * @param channelOwner its owner's {@code sub}
 * @param followerName the member's {@code preferred_username}, as shown to the channel's owner
 * @param following how it is after the change
 * @param followers how many follow the channel after the change
 * @param changedAt when; what is older than what a consumer holds of this pair is ignored
 */
public record FollowChanged(
        String followerId,
        String channelId,
        String channelOwner,
        @Nullable String followerName,
        boolean following,
        long followers,
        Instant changedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return followerId;
    }
}
