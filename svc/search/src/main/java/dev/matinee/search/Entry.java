package dev.matinee.search;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One document of the index. Hits are read back without {@code captions} and the suggestions.
 *
 * @param language the primary subtag in small letters, so that {@code en-GB} is found and counted as {@code en}
 * @param popularity what lifts it among equals: followers of a channel, else likes and comments
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Entry(
        String kind,
        String id,
        long revision,
        String title,
        @Nullable String description,
        @Nullable List<String> tags,
        @Nullable String category,
        @Nullable String language,
        @Nullable String licence,
        @Nullable Long durationMs,
        Instant createdAt,
        @Nullable Instant publishedAt,
        long likes,
        long comments,
        long followers,
        long popularity,
        Channel channel,
        @Nullable String poster,
        @Nullable List<String> altTexts,
        @Nullable List<CatalogDocument.Cue> captions,
        @Nullable Completion suggest,
        @Nullable Completion suggestTags) {
    /** A video of a day has fewer; what is beyond is not searched. */
    static final int MAX_CUES = 5_000;

    private static final int MAX_CUE_CHARS = 500;
    /** A title is found by the beginning of each of its first words. */
    private static final int MAX_INPUTS = 6;

    record Channel(String id, String handle, String name) {}

    /** What the completion suggester compares with. */
    record Completion(List<String> input, int weight) {}

    static Entry of(CatalogDocument document) {
        boolean channel = document.kind().equals("channel");
        long popularity = channel ? document.followers() : document.likes() + document.comments();
        int weight = weight(document.kind(), popularity);
        Set<String> inputs = inputs(document.title());
        if (channel) {
            inputs.add(Fold.fold(document.channel().handle()));
        }
        return new Entry(
                document.kind(),
                document.id(),
                document.revision(),
                document.title(),
                document.description(),
                document.tags(),
                document.category(),
                primary(document.language()),
                document.licence(),
                document.durationMs(),
                document.createdAt(),
                document.publishedAt(),
                document.likes(),
                document.comments(),
                document.followers(),
                popularity,
                new Channel(
                        document.channel().id(),
                        document.channel().handle(),
                        document.channel().name()),
                document.poster() == null ? document.cover() : document.poster(),
                document.altTexts(),
                document.captions().stream()
                        .limit(MAX_CUES)
                        .map(cue -> new CatalogDocument.Cue(
                                cue.language(), cue.startMs(), cue.endMs(), Fold.cut(cue.text(), MAX_CUE_CHARS)))
                        .toList(),
                completion(inputs, weight),
                completion(
                        new LinkedHashSet<>(
                                document.tags().stream().map(Fold::fold).toList()),
                        weight));
    }

    private static @Nullable Completion completion(Set<String> inputs, int weight) {
        List<String> usable = inputs.stream().filter(text -> !text.isEmpty()).toList();
        return usable.isEmpty() ? null : new Completion(usable, weight);
    }

    /** The title, and what remains of it without its first words. */
    private static Set<String> inputs(String title) {
        List<String> words = new ArrayList<>(List.of(Fold.fold(title).split(" ")));
        Set<String> inputs = new LinkedHashSet<>();
        while (!words.isEmpty() && inputs.size() < MAX_INPUTS) {
            inputs.add(Fold.cut(String.join(" ", words), 80));
            words.removeFirst();
        }
        return inputs;
    }

    /** Ten times the popularity is worth one step; a channel's name comes before a title, a playlist's behind. */
    static int weight(String kind, long popularity) {
        int start = switch (kind) {
            case "channel" -> 30;
            case "playlist" -> 5;
            default -> 10;
        };
        return start + (int) (10 * Math.log10(1.0 + Math.max(0, popularity)));
    }

    static @Nullable String primary(@Nullable String language) {
        if (language == null || language.isBlank()) {
            return null;
        }
        return language.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    }
}
