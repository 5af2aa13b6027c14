package dev.matinee.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question.
 *
 * @param facets by the facet's name
 */
record Found(
        List<Item> data,
        @Nullable String nextCursor,
        Total total,
        @Nullable Map<String, List<Count>> facets) {
    /** @param exact false when there are at least so many */
    record Total(long value, boolean exact) {}

    record Count(String value, long count) {}

    /**
     * Something found.
     *
     * @param highlights by field, HTML: all but {@code <em>} is escaped
     * @param cues where its captions say what was asked, the best first
     */
    record Item(
            String kind,
            String id,
            String title,
            @Nullable String description,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
            @Nullable String category,
            @Nullable String language,
            @Nullable String licence,
            @Nullable Long durationMs,
            @Nullable Instant publishedAt,
            long likes,
            long comments,
            long followers,
            Entry.Channel channel,
            @Nullable String poster,
            @Nullable Double score,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> highlights,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Cue> cues) {
        private static final int MAX_DESCRIPTION_CHARS = 300;

        static Item of(Entry entry, @Nullable Double score, Map<String, List<String>> highlights, List<Cue> cues) {
            return new Item(
                    entry.kind(),
                    entry.id(),
                    entry.title(),
                    entry.description() == null ? null : Fold.cut(entry.description(), MAX_DESCRIPTION_CHARS),
                    entry.tags() == null ? List.of() : entry.tags(),
                    entry.category(),
                    entry.language(),
                    entry.licence(),
                    entry.durationMs(),
                    entry.publishedAt(),
                    entry.likes(),
                    entry.comments(),
                    entry.followers(),
                    entry.channel(),
                    entry.poster(),
                    score,
                    highlights,
                    cues);
        }
    }

    /** @param text HTML: all but {@code <em>} is escaped */
    record Cue(String language, long startMs, long endMs, String text) {}
}
