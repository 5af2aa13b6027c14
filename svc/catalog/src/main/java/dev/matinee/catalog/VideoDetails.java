package dev.matinee.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.kit.http.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IllformedLocaleException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a creator says about a video; the body of creating and, merged with a patch, of changing one. */
record VideoDetails(
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String category,
        @Nullable String language,
        @Nullable String licence,
        Visibility visibility,
        @Nullable Instant publishAt,
        @Nullable String externalId,
        @Nullable ObjectNode custom) {
    static final int MAX_TITLE = 200;
    static final int MAX_DESCRIPTION = 5_000;
    static final int MAX_TAGS = 30;
    static final int MAX_TAG = 50;
    static final int MAX_LANGUAGE = 35;
    static final int MAX_EXTERNAL_ID = 200;
    static final int MAX_CUSTOM_BYTES = 16 * 1024;
    static final int MAX_CUSTOM_DEPTH = 8;
    static final Set<String> CATEGORIES = Set.of(
            "animation",
            "autos",
            "comedy",
            "education",
            "entertainment",
            "film",
            "gaming",
            "howto",
            "music",
            "news",
            "nonprofit",
            "people",
            "pets",
            "science",
            "sports",
            "travel");
    static final Set<String> LICENCES = Set.of(
            "all-rights-reserved",
            "cc0",
            "cc-by",
            "cc-by-sa",
            "cc-by-nd",
            "cc-by-nc",
            "cc-by-nc-sa",
            "cc-by-nc-nd",
            "public-domain");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    @SuppressWarnings("NullAway") // Jackson hands over null for what the body leaves out.
    VideoDetails {
        Texts texts = new Texts();
        title = texts.line("/title", title, MAX_TITLE);
        description = texts.optionalLines("/description", description, MAX_DESCRIPTION);
        tags = tags == null ? List.of() : tags(texts, tags);
        category = oneOf(texts, "/category", category, CATEGORIES);
        language = language == null ? null : language(texts, language);
        licence = oneOf(texts, "/licence", licence, LICENCES);
        visibility = visibility == null ? Visibility.PRIVATE : visibility;
        if (publishAt != null) {
            if (publishAt.isBefore(EARLIEST) || publishAt.isAfter(LATEST)) {
                texts.refuse("/publish_at", "a time between the years 2000 and 2100");
            }
            publishAt = publishAt.truncatedTo(ChronoUnit.MILLIS);
        }
        externalId = texts.optionalLine("/external_id", externalId, MAX_EXTERNAL_ID);
        if (custom != null) {
            custom(texts, custom);
        }
        texts.throwIfAny();
    }

    /** Whether the change may let in or shut out somebody, so that signed paths handed out before must end. */
    boolean sameAudience(VideoDetails other) {
        return visibility == other.visibility && Objects.equals(publishAt, other.publishAt);
    }

    VideoDetails withVisibility(Visibility changed) {
        return new VideoDetails(
                title, description, tags, category, language, licence, changed, publishAt, externalId, custom);
    }

    private static List<String> tags(Texts texts, List<@Nullable String> tags) {
        if (tags.size() > MAX_TAGS) {
            texts.refuse("/tags", "at most " + MAX_TAGS + " tags");
            return List.of();
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            distinct.add(texts.line("/tags/" + i, tags.get(i), MAX_TAG).toLowerCase(Locale.ROOT));
        }
        return List.copyOf(distinct);
    }

    private static @Nullable String oneOf(Texts texts, String pointer, @Nullable String value, Set<String> known) {
        if (value != null && !known.contains(value)) {
            texts.refuse(
                    pointer,
                    "one of " + String.join(", ", known.stream().sorted().toList()));
        }
        return value;
    }

    private static String language(Texts texts, String tag) {
        Optional<String> known = languageTag(tag);
        if (known.isEmpty()) {
            texts.refuse("/language", "a BCP 47 tag such as en or pt-BR");
        }
        return known.orElse(tag);
    }

    /** The tag as BCP 47 writes it; empty for what is none, or names no language of ISO 639. */
    static Optional<String> languageTag(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return Optional.of(locale.toLanguageTag())
                    .filter(known -> !known.equals("und") && known.length() <= MAX_LANGUAGE)
                    .filter(known -> locale.getLanguage().length() <= 3);
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    private static void custom(Texts texts, ObjectNode custom) {
        if (depth(custom) > MAX_CUSTOM_DEPTH) {
            texts.refuse("/custom", "at most " + MAX_CUSTOM_DEPTH + " levels");
            return;
        }
        try {
            if (Json.mapper().writeValueAsBytes(custom).length > MAX_CUSTOM_BYTES) {
                texts.refuse("/custom", "at most " + MAX_CUSTOM_BYTES + " bytes");
            }
        } catch (JsonProcessingException e) {
            texts.refuse("/custom", "broken characters are not taken");
        }
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainerNode() ? deepest + 1 : 0;
    }
}
