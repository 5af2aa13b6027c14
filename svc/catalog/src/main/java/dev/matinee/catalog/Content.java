package dev.matinee.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Of a video, or of what else can be liked and commented: whose it is, who may see it, and its counts. */
record Content(
        ContentKind kind,
        UUID id,
        UUID channelId,
        String owner,
        Visibility visibility,
        boolean ready,
        boolean published,
        @Nullable Instant publishAt,
        @Nullable Long durationMs,
        long likes,
        long comments) {

    /** Whether anybody who knows the id may see it. */
    boolean isOpen(Instant now) {
        return published || (ready && visibility == Visibility.UNLISTED && isDue(now));
    }

    /** Whether those who follow the channel may see it. */
    boolean isForFollowers(Instant now) {
        return ready && visibility == Visibility.FOLLOWERS && isDue(now);
    }

    private boolean isDue(Instant now) {
        return publishAt == null || !publishAt.isAfter(now);
    }
}
