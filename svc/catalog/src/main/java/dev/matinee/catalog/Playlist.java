package dev.matinee.catalog;

import dev.matinee.events.PlaylistChanged;
import dev.matinee.events.PlaylistDeleted;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A member's ordered collection of content, at one revision; what is in it changes the revision too. */
record Playlist(
        UUID id,
        ChannelName channel,
        String owner,
        PlaylistDetails details,
        long items,
        long revision,
        Instant createdAt,
        Instant updatedAt) {
    static final int MAX_ITEMS = 500;
    static final int MAX_PLAYLISTS = 500;

    /** As it is on the wire. */
    record View(
            UUID id,
            ChannelName channel,
            String title,
            @Nullable String description,
            Visibility visibility,
            long items,
            Instant createdAt,
            Instant updatedAt) {}

    Playlist edited(PlaylistDetails changed, Instant now) {
        return changed.equals(details) ? this : next(changed, items, now);
    }

    Playlist counting(long by, Instant now) {
        return next(details, items + by, now);
    }

    View view() {
        return new View(
                id, channel, details.title(), details.description(), details.visibility(), items, createdAt, updatedAt);
    }

    PlaylistChanged event() {
        return new PlaylistChanged(
                id.toString(),
                channel.id().toString(),
                owner,
                details.title(),
                details.description(),
                details.visibility().wireName(),
                (int) items,
                revision,
                createdAt);
    }

    PlaylistDeleted deleted() {
        return new PlaylistDeleted(id.toString(), owner, revision + 1);
    }

    private Playlist next(PlaylistDetails nextDetails, long nextItems, Instant now) {
        return new Playlist(id, channel, owner, nextDetails, nextItems, revision + 1, createdAt, now);
    }
}
