package dev.matinee.events;

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
 */
public record UploadCompleted(
        String uploadId,
        String owner,
        @Nullable String ownerName,
        @Nullable String contentId,
        SourceObject source,
        Map<String, String> metadata)
        implements EventData {
    @Override
    public String aggregateId() {
        return uploadId;
    }
}
