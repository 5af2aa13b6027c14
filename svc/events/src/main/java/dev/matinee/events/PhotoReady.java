package dev.matinee.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param cpuMs processor time that the job took since it began, in milliseconds, all tries and pieces together;
 *     null where it is not known
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
        long sizeBytes,
        @Nullable Long cpuMs)
        implements EventData {
    /** With a processor time that is not known. */
    public PhotoReady(
            String contentId,
            String photoId,
            String submissionId,
            String jobId,
            String version,
            int width,
            int height,
            List<Integer> widths,
            String blurHash,
            long sizeBytes) {
        this(contentId, photoId, submissionId, jobId, version, width, height, widths, blurHash, sizeBytes, null);
    }

    @Override
    public String aggregateId() {
        return contentId;
    }
}
