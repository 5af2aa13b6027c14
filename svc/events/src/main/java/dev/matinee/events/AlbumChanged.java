package dev.matinee.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post of one or more photos as it is after the change; carried by created, updated, published and
 * unpublished.
 *
 * @param contentId the album
 * @param channelId its channel
 * @param owner the owner's {@code sub}
 * @param title shown to viewers
 * @param description free text
 * @param tags at most 30
 * @param language BCP 47
 * @param licence such as {@code all-rights-reserved} or {@code cc-by}
 * @param visibility {@code public | unlisted | followers | private}
 * @param state {@code uploading | processing | ready | failed}
 * @param photos how many photos are in it
 * @param altTexts what the photos show, in their order; those without are left out
 * @param cover {@code <photo id>/<version>} of the first photo, when ready
 * @param revision grows by one with every change; an older one never replaces a newer one
 * @param createdAt when it was made
 * @param publishedAt when viewers could first find it
 */
public record AlbumChanged(
        String contentId,
        String channelId,
        String owner,
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String language,
        @Nullable String licence,
        String visibility,
        String state,
        int photos,
        List<String> altTexts,
        @Nullable String cover,
        long revision,
        Instant createdAt,
        @Nullable Instant publishedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
