package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current state of one thing, for the services that keep something derived of it.
 *
 * @param visible whether anybody may find it: public, ready and due
 * @param items how many are in a playlist, or photos in an album
 * @param poster path on the CDN, when anybody may see it
 * @param cover the same of an album: its first photo
 * @param altTexts what an album's photos show, in their order; those without are left out
 */
record Document(
        Kind kind,
        UUID id,
        long revision,
        boolean visible,
        String owner,
        OfChannel channel,
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String category,
        @Nullable String language,
        @Nullable String licence,
        Visibility visibility,
        @Nullable VideoState state,
        @Nullable Instant publishAt,
        @Nullable Long durationMs,
        Instant createdAt,
        @Nullable Instant publishedAt,
        long likes,
        long comments,
        long followers,
        @Nullable Long items,
        @Nullable String poster,
        @Nullable String cover,
        List<String> altTexts,
        List<Caption> captions) {

    /** In the order in which all of them are listed. */
    enum Kind {
        VIDEO,
        CHANNEL,
        PLAYLIST,
        ALBUM;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> find(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(wireName))
                    .findFirst();
        }
    }

    /** @param revision grows with each change of the channel, its name's too, which this document shows */
    record OfChannel(UUID id, String handle, String name, long revision) {}

    /** One cue of a video's captions. */
    record Caption(String language, long startMs, long endMs, String text) {}

    Document with(List<Caption> found) {
        return new Document(
                kind,
                id,
                revision,
                visible,
                owner,
                channel,
                title,
                description,
                tags,
                category,
                language,
                licence,
                visibility,
                state,
                publishAt,
                durationMs,
                createdAt,
                publishedAt,
                likes,
                comments,
                followers,
                items,
                poster,
                cover,
                altTexts,
                found);
    }

    /** About how many bytes it is as JSON. */
    long weight() {
        long characters = description == null ? 0 : description.length();
        characters += altTexts.stream().mapToInt(String::length).sum();
        for (Caption caption : captions) {
            characters += caption.text().length() + 30;
        }
        return 1_500 + 2 * characters;
    }
}
