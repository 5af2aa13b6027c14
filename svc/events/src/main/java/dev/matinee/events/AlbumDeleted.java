package dev.matinee.events;

import java.util.List;

/**
 * An album is gone; whoever holds something of it deletes that.
 *
 * @param contentId the album
 * @param owner the owner's {@code sub}
 * @param submissionIds the uploads its photos were made from
 * @param revision one more than its last change
 */
public record AlbumDeleted(String contentId, String owner, List<String> submissionIds, long revision)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
