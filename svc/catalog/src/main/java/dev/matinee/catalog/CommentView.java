package dev.matinee.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A comment as it is on the wire; of one that is not shown, only its place and its answers. */
record CommentView(
        UUID id,
        ContentKind kind,
        UUID contentId,
        @Nullable UUID parentId,
        @Nullable ChannelName author,
        @Nullable String text,
        Comment.State state,
        Comment.@Nullable HiddenBy hiddenBy,
        long replies,
        long revision,
        Instant createdAt,
        @Nullable Instant editedAt) {

    /** @param all whether the caller sees what is hidden: who wrote it, who owns the content, a moderator */
    static CommentView of(Comment comment, boolean all) {
        boolean told = comment.isShown() || (all && comment.state() == Comment.State.HIDDEN);
        return new CommentView(
                comment.id(),
                comment.kind(),
                comment.contentId(),
                comment.parentId(),
                told ? comment.writer() : null,
                told ? comment.text() : null,
                comment.state(),
                told ? comment.hiddenBy() : null,
                comment.replies(),
                comment.revision(),
                comment.createdAt(),
                told ? comment.editedAt() : null);
    }
}
