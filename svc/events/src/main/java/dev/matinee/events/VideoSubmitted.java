package dev.matinee.events;

/**
 * {@code catalog} accepted an upload for a video; the encoder's order to make a job.
 *
 * @param contentId the video
 * @param submissionId names this acceptance; the upload's id
 * @param owner the owner's {@code sub}
 * @param source the bytes to encode
 */
public record VideoSubmitted(String contentId, String submissionId, String owner, SourceObject source)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
