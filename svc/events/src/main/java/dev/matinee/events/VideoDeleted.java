package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * A video is gone; whoever holds something of it deletes that.
 *
 * @param contentId the video
 * @param owner the owner's {@code sub}
 * @param submissionId the upload it was made from, if any bytes arrived
 * @param revision one more than its last change
 */
public record VideoDeleted(
        String contentId, String owner, @Nullable String submissionId, long revision) implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
