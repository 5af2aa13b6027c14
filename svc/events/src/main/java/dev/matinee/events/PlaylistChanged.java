package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A playlist as it is after the change; carried by created and updated.
 *
 * @param playlistId the playlist
 * @param channelId the channel of its owner
 * @param owner the owner's {@code sub}
 * @param title shown to viewers
 * @param description free text
 * @param visibility {@code public | unlisted | private}
 * @param items how many videos are in it
 * @param revision grows by one with every change; an older one never replaces a newer one
 * @param createdAt when it was made
 */
public record PlaylistChanged(
        String playlistId,
        String channelId,
        String owner,
        String title,
        @Nullable String description,
        String visibility,
        int items,
        long revision,
        Instant createdAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return playlistId;
    }
}
