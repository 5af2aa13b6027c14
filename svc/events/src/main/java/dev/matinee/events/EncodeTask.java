package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * A nudge that a job waits; the lease in the encoder's own tables decides who does it.
 *
 * @param jobId the job
 * @param contentId the video it is for
 * @param pieceId the piece of the job, when it is one that many workers share
 */
public record EncodeTask(
        String jobId, String contentId, @Nullable String pieceId) implements EventData {
    /** Of a whole job. */
    public EncodeTask(String jobId, String contentId) {
        this(jobId, contentId, null);
    }

    @Override
    public String aggregateId() {
        // A job's pieces spread over the partitions, and so over the workers.
        return pieceId == null ? jobId : pieceId;
    }
}
