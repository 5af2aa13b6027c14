package dev.matinee.events;

/**
 * A nudge that a job waits; the lease in the encoder's own tables decides who does it.
 *
 * @param jobId the job
 * @param contentId the video it is for
 */
public record EncodeTask(String jobId, String contentId) implements EventData {
    @Override
    public String aggregateId() {
        return jobId;
    }
}
