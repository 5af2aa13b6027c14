package dev.matinee.notify;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that many are to be told.
 *
 * @param id of the event
 * @param subject what it is about
 * @param channelId whose followers are told; null for everyone
 * @param reached the last member told; null at the beginning
 */
record Happening(
        UUID id,
        Kind kind,
        Audience audience,
        String subject,
        @Nullable UUID channelId,
        Facts facts,
        Instant happenedAt,
        @Nullable String reached,
        int tries) {
    enum Audience {
        FOLLOWERS,
        EVERYONE
    }
}
