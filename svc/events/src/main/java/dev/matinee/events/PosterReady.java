package dev.matinee.events;

/**
 * A chosen poster is published: {@code v/<content id>/<version>/poster.jpg}. One that failed is said by
 * {@link JobChanged} only.
 *
 * @param contentId the video
 * @param orderId the choice
 * @param jobId the encoder's job
 * @param version of the poster alone; what plays is another
 */
public record PosterReady(String contentId, String orderId, String jobId, String version) implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
