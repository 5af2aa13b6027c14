package dev.matinee.feed;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something as catalog says it is now; what this service has no use for is passed over.
 *
 * @param kind {@code video | album | channel | playlist}
 * @param visible whether everybody may find it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CatalogDocument(
        String kind,
        String id,
        long revision,
        boolean visible,
        String owner,
        Channel channel,
        String title,
        List<String> tags,
        @Nullable String visibility,
        @Nullable String state,
        @Nullable Instant publishAt,
        @Nullable Long durationMs,
        @Nullable Instant publishedAt,
        @Nullable String poster,
        @Nullable String cover) {
    @SuppressWarnings("NullAway") // What catalog left out.
    CatalogDocument {
        tags = tags == null ? List.of() : List.copyOf(tags);
    }

    /** @param revision the channel's own; 0 where catalog does not say it */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Channel(
            String id, String handle, String name, @Nullable Long revision) {}

    boolean isChannel() {
        return kind.equals("channel");
    }

    boolean isContent() {
        return kind.equals("video") || kind.equals("album");
    }

    /** Who may find it at a time. */
    Card.State shownAt(Instant now) {
        if (publishedAt == null) {
            return Card.State.HIDDEN;
        }
        if (visible) {
            return Card.State.PUBLIC;
        }
        boolean due = publishAt == null || !publishAt.isAfter(now);
        return "followers".equals(visibility) && "ready".equals(state) && due
                ? Card.State.FOLLOWERS
                : Card.State.HIDDEN;
    }
}
