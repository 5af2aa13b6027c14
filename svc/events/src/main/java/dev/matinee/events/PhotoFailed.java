package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * A photo could not be made.
 *
 * @param contentId the album
 * @param photoId the photo
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param code one of the encoder's error codes
 * @param detail a sentence that the creator understands
 * @param retryable whether the same file may work another time
 * @param cpuMs processor time that the job took since it began, in milliseconds, all tries and pieces together;
 *     null where it is not known
 */
public record PhotoFailed(
        String contentId,
        String photoId,
        String submissionId,
        String jobId,
        String code,
        String detail,
        boolean retryable,
        @Nullable Long cpuMs)
        implements EventData {
    /** With a processor time that is not known. */
    public PhotoFailed(
            String contentId,
            String photoId,
            String submissionId,
            String jobId,
            String code,
            String detail,
            boolean retryable) {
        this(contentId, photoId, submissionId, jobId, code, detail, retryable, null);
    }

    @Override
    public String aggregateId() {
        return contentId;
    }
}
