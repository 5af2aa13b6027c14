package dev.matinee.events;

/**
 * {@code catalog} accepted an upload for a photo of an album; the encoder's order to make a job.
 *
 * @param contentId the album
 * @param photoId the photo
 * @param submissionId names this acceptance; the upload's id
 * @param owner the owner's {@code sub}
 * @param source the bytes to encode
 */
public record PhotoSubmitted(String contentId, String photoId, String submissionId, String owner, SourceObject source)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
