package dev.matinee.events;

/**
 * An encoding job ended without media.
 *
 * @param contentId the video
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param code why, in one word, such as {@code not_a_video}
 * @param detail the sentence for the creator
 * @param retryable whether the same file may succeed another time
 */
public record MediaFailed(
        String contentId, String submissionId, String jobId, String code, String detail, boolean retryable)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
