package dev.matinee.events;

/**
 * A playlist is gone.
 *
 * @param playlistId the playlist
 * @param owner the owner's {@code sub}
 * @param revision one more than its last change
 */
public record PlaylistDeleted(String playlistId, String owner, long revision) implements EventData {
    @Override
    public String aggregateId() {
        return playlistId;
    }
}
