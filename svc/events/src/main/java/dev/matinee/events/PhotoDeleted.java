package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * A photo was taken out of its album, which stays; whoever holds something of the photo deletes that.
 *
 * @param contentId the album
 * @param photoId the photo
 * @param owner the owner's {@code sub}
 * @param submissionId the upload it was made from, if any bytes arrived
 */
public record PhotoDeleted(
        String contentId,
        String photoId,
        String owner,
        @Nullable String submissionId) implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
