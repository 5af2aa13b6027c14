package dev.matinee.events;

import java.util.List;

/**
 * A photo's sizes are complete under a new version.
 *
 * @param contentId the album
 * @param photoId the photo
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param version names the media; everything is under {@code v/<content_id>/<version>/} of bucket {@code
 *     media}: {@code <width>.webp} and {@code <width>.jpg}
 * @param width of the whole picture as shown (after rotation), in pixels
 * @param height likewise
 * @param widths the widths made, smallest first
 * @param blurHash a BlurHash of 4 by 3 components to show until a size is there
 * @param sizeBytes all files of the version together
 */
public record PhotoReady(
        String contentId,
        String photoId,
        String submissionId,
        String jobId,
        String version,
        int width,
        int height,
        List<Integer> widths,
        String blurHash,
        long sizeBytes)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
