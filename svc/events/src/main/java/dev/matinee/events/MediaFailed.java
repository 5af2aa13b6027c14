package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * An encoding job ended without media.
 *
 * @param contentId the video
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param code why, in one word, such as {@code not_a_video}
 * @param detail the sentence for the creator
 * @param retryable whether the same file may succeed another time
 * @param cpuMs processor time that the job took since it began, in milliseconds, all tries and pieces together;
 *     null where it is not known
 */
public record MediaFailed(
        String contentId,
        String submissionId,
        String jobId,
        String code,
        String detail,
        boolean retryable,
        @Nullable Long cpuMs)
        implements EventData {
    /** With a processor time that is not known. */
    public MediaFailed(
            String contentId, String submissionId, String jobId, String code, String detail, boolean retryable) {
        this(contentId, submissionId, jobId, code, detail, retryable, null);
    }

    @Override
    public String aggregateId() {
        return contentId;
    }
}
