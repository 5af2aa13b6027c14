package dev.matinee.events;

import java.time.Instant;

/**
 * A member blocks a channel and its owner, or lets them be again; a block ends the follows in both directions.
 *
 * @param userId the member's {@code sub}
 * @param channelId the blocked channel
 * @param channelOwner its owner's {@code sub}
 * @param blocked how it is after the change
 * @param changedAt when; what is older than what a consumer holds of this pair is ignored
 */
public record BlockChanged(String userId, String channelId, String channelOwner, boolean blocked, Instant changedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return userId;
    }
}
