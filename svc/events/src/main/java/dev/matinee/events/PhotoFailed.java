package dev.matinee.events;

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
 */
public record PhotoFailed(
        String contentId,
        String photoId,
        String submissionId,
        String jobId,
        String code,
        String detail,
        boolean retryable)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
