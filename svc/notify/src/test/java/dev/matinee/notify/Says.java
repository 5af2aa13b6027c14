package dev.matinee.notify;

import dev.matinee.events.CommentChanged;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.Uuid7;
import dev.matinee.events.VideoChanged;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What catalog says, with what does not matter filled in. */
final class Says {
    static final String OLD_CHANNEL = "01980000-0000-7000-8000-000000000001";

    private Says() {}

    static String id() {
        return Uuid7.next().toString();
    }

    static VideoChanged video(
            String id, String channel, String owner, String title, String visibility, String state, long revision) {
        boolean found = state.equals("ready") && !visibility.equals("private");
        Instant now = Instant.parse("2026-11-01T10:00:00Z");
        return new VideoChanged(
                id,
                channel,
                owner,
                title,
                null,
                List.of(),
                null,
                null,
                null,
                visibility,
                state,
                state.equals("ready") ? "v1" : null,
                null,
                revision,
                now,
                found ? now : null);
    }

    static FollowChanged follow(String member, String channel, String owner, boolean following, Instant at) {
        return new FollowChanged(member, channel, owner, "name-of-" + member, following, 1, at);
    }

    static LikeChanged like(String member, String content, String owner, boolean liked, Instant at) {
        return new LikeChanged(member, "name-of-" + member, content, "video", id(), owner, liked, 1, at);
    }

    static CommentChanged comment(
            String id, String content, String owner, String author, @Nullable String answered, @Nullable String text) {
        return new CommentChanged(
                id,
                content,
                "video",
                id(),
                owner,
                answered == null ? null : id(),
                answered,
                author,
                "name-of-" + author,
                text,
                1,
                1,
                Instant.parse("2026-11-01T10:00:00Z"));
    }
}
