package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is after the change.
 *
 * @param channelId the channel
 * @param owner the user's {@code sub}
 * @param handle unique, in the address of its page
 * @param name shown to viewers
 * @param description free text
 * @param revision grows by one with every change; an older one never replaces a newer one
 * @param createdAt when it was made
 */
public record ChannelChanged(
        String channelId,
        String owner,
        String handle,
        String name,
        @Nullable String description,
        long revision,
        Instant createdAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return channelId;
    }
}
