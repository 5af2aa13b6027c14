package dev.matinee.events;

import java.time.Instant;

/**
 * A member no longer wants to see a channel in lists of things to watch, or wants to again.
 *
 * @param userId the member's {@code sub}
 * @param channelId the channel
 * @param channelOwner its owner's {@code sub}
 * @param muted how it is after the change
 * @param changedAt when; what is older than what a consumer holds of this pair is ignored
 */
public record MuteChanged(String userId, String channelId, String channelOwner, boolean muted, Instant changedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return userId;
    }
}
