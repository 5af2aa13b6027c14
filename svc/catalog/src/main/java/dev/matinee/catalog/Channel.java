package dev.matinee.catalog;

import dev.matinee.events.ChannelChanged;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user's channel; its handle stays, so links to it stay. */
record Channel(
        UUID id,
        String owner,
        String handle,
        String name,
        @Nullable String description,
        long revision,
        Instant createdAt,
        Instant updatedAt) {
    Channel edited(ChannelDetails changed, Instant now) {
        return new Channel(id, owner, handle, changed.name(), changed.description(), revision + 1, createdAt, now);
    }

    ChannelChanged event() {
        return new ChannelChanged(id.toString(), owner, handle, name, description, revision, createdAt);
    }
}
