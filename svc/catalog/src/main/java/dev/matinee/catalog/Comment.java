package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.matinee.events.CommentChanged;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote under content, at one revision. A deleted one stays without its text, so that what answers it has
 * its place.
 *
 * @param parentId the comment it answers, which itself answers none
 * @param writer the author's channel
 * @param text null once deleted
 * @param hiddenBy who hid it; what a moderator hid, only a moderator shows again
 * @param replies how many answers are shown
 */
record Comment(
        UUID id,
        ContentKind kind,
        UUID contentId,
        @Nullable UUID parentId,
        String author,
        ChannelName writer,
        @Nullable String text,
        State state,
        @Nullable HiddenBy hiddenBy,
        long replies,
        long revision,
        Instant createdAt,
        @Nullable Instant editedAt) {
    static final int MAX_TEXT = 2_000;

    enum State {
        SHOWN,
        HIDDEN,
        DELETED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum HiddenBy {
        OWNER,
        MODERATOR;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isShown() {
        return state == State.SHOWN;
    }

    Comment edited(String changed, Instant now) {
        return state == State.DELETED || changed.equals(text) ? this : next(changed, state, hiddenBy, now);
    }

    Comment hidden(HiddenBy by) {
        boolean stays = state == State.DELETED || hiddenBy == by || hiddenBy == HiddenBy.MODERATOR;
        return stays ? this : next(text, State.HIDDEN, by, editedAt);
    }

    Comment shown() {
        return state == State.HIDDEN ? next(text, State.SHOWN, null, editedAt) : this;
    }

    Comment deleted() {
        return state == State.DELETED ? this : next(null, State.DELETED, null, editedAt);
    }

    CommentChanged event(Content content, @Nullable String parentAuthor, long comments) {
        return new CommentChanged(
                id.toString(),
                contentId.toString(),
                kind.wireName(),
                content.channelId().toString(),
                content.owner(),
                parentId == null ? null : parentId.toString(),
                parentAuthor,
                author,
                writer.name(),
                isShown() ? text : null,
                comments,
                revision,
                createdAt);
    }

    private Comment next(
            @Nullable String nextText, State nextState, @Nullable HiddenBy nextHiddenBy, @Nullable Instant nextEdit) {
        return new Comment(
                id,
                kind,
                contentId,
                parentId,
                author,
                writer,
                nextText,
                nextState,
                nextHiddenBy,
                replies,
                revision + 1,
                createdAt,
                nextEdit);
    }
}
