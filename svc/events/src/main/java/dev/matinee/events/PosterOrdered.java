package dev.matinee.events;

/**
 * The owner chose a moment of a video for its poster; the encoder's order to make it of what is published. A newer order takes
 * the place of one that is not done.
 *
 * @param contentId the video
 * @param orderId names this choice
 * @param owner the owner's {@code sub}
 * @param version the published version whose frames are taken
 * @param rendition which of its renditions, such as {@code 1080p}
 * @param positionMs from the start, less than the video's duration
 */
public record PosterOrdered(
        String contentId, String orderId, String owner, String version, String rendition, long positionMs)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
