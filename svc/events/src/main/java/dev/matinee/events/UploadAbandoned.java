package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * An upload ended without its bytes: it expired or its owner terminated it.
 *
 * @param uploadId the upload
 * @param owner the user's {@code sub}
 * @param contentId the video it was meant for, if one was claimed
 * @param cause {@code expired} or {@code terminated}
 */
public record UploadAbandoned(
        String uploadId, String owner, @Nullable String contentId, String cause) implements EventData {
    @Override
    public String aggregateId() {
        return uploadId;
    }
}
