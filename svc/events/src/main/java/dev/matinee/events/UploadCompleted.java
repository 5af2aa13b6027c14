package dev.matinee.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All bytes of an upload are durable.
 *
 * @param uploadId the upload
 * @param owner the user's {@code sub}
 * @param ownerName their {@code preferred_username} at that time
 * @param contentId the video it is meant for, as the client claimed; null = make a new one
 * @param source where the bytes are
 * @param metadata the client's tus Upload-Metadata without {@code content_id}: title, description, visibility …
 * @param beganAt when it was begun, the first of its parts when there are several; null where that was not said
 */
public record UploadCompleted(
        String uploadId,
        String owner,
        @Nullable String ownerName,
        @Nullable String contentId,
        SourceObject source,
        Map<String, String> metadata,
        @Nullable Instant beganAt)
        implements EventData {
    /** Begun at a time that is not known. */
    public UploadCompleted(
            String uploadId,
            String owner,
            @Nullable String ownerName,
            @Nullable String contentId,
            SourceObject source,
            Map<String, String> metadata) {
        this(uploadId, owner, ownerName, contentId, source, metadata, null);
    }

    @Override
    public String aggregateId() {
        return uploadId;
    }
}
