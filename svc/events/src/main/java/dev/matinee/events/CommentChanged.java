package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it is after the change; carried by created, updated and deleted.
 *
 * @param commentId the comment
 * @param contentId the video or album it is on
 * @param kind {@code video | album}
 * @param channelId the channel of that
 * @param contentOwner the {@code sub} of who owns that
 * @param parentId the comment it answers; null for one that begins a thread
 * @param parentAuthor the {@code sub} of who wrote that
 * @param author the writer's {@code sub}
 * @param authorName the writer's {@code preferred_username}
 * @param text what it says; null once deleted
 * @param comments how many comments the content has after the change
 * @param revision grows by one with every change of the comment
 * @param createdAt when it was written
 */
public record CommentChanged(
        String commentId,
        String contentId,
        String kind,
        String channelId,
        String contentOwner,
        @Nullable String parentId,
        @Nullable String parentAuthor,
        String author,
        String authorName,
        @Nullable String text,
        long comments,
        long revision,
        Instant createdAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
