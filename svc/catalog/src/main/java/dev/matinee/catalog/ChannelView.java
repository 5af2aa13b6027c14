package dev.matinee.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A channel as it is on the wire. */
record ChannelView(
        UUID id, String handle, String name, @Nullable String description, Instant createdAt, Instant updatedAt) {
    static ChannelView of(Channel channel) {
        return new ChannelView(
                channel.id(),
                channel.handle(),
                channel.name(),
                channel.description(),
                channel.createdAt(),
                channel.updatedAt());
    }
}
