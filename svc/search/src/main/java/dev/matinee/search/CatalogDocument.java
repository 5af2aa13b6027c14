package dev.matinee.search;

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
        Channel channel,
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String category,
        @Nullable String language,
        @Nullable String licence,
        @Nullable Long durationMs,
        Instant createdAt,
        @Nullable Instant publishedAt,
        long likes,
        long comments,
        long followers,
        @Nullable String poster,
        @Nullable String cover,
        List<String> altTexts,
        List<Cue> captions) {
    @SuppressWarnings("NullAway") // What catalog left out.
    CatalogDocument {
        tags = tags == null ? List.of() : List.copyOf(tags);
        altTexts = altTexts == null ? List.of() : List.copyOf(altTexts);
        captions = captions == null ? List.of() : List.copyOf(captions);
    }

    /** @param revision the channel's own; 0 where catalog does not say it */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Channel(
            String id, String handle, String name, @Nullable Long revision) {}

    /** One cue of a video's captions. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Cue(String language, long startMs, long endMs, String text) {}

    /**
     * The version its entry is written with. Both revisions only grow and catalog reads them together, so of two
     * different states the later one has the greater sum.
     */
    long version() {
        Long ofChannel = channel.revision();
        return kind.equals("channel") || ofChannel == null ? revision : revision + ofChannel;
    }
}
