package dev.matinee.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A video as it is after the change; carried by created, updated, published and unpublished.
 *
 * @param contentId the video
 * @param channelId its channel
 * @param owner the owner's {@code sub}
 * @param title shown to viewers
 * @param description free text
 * @param tags at most 30
 * @param category one of catalog's categories
 * @param language BCP 47
 * @param licence such as {@code all-rights-reserved} or {@code cc-by}
 * @param visibility {@code public | unlisted | followers | private}
 * @param state {@code uploading | processing | ready | failed}
 * @param version the media version that plays, when ready
 * @param durationMs length in milliseconds, when ready
 * @param revision grows by one with every change; an older one never replaces a newer one
 * @param createdAt when it was made
 * @param publishedAt when viewers could first find it
 */
public record VideoChanged(
        String contentId,
        String channelId,
        String owner,
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String category,
        @Nullable String language,
        @Nullable String licence,
        String visibility,
        String state,
        @Nullable String version,
        @Nullable Long durationMs,
        long revision,
        Instant createdAt,
        @Nullable Instant publishedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
