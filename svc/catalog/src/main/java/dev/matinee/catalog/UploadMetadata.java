package dev.matinee.catalog;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A video's details out of a tus Upload-Metadata: texts as they are, tags between commas, the file's name as a title. */
final class UploadMetadata {
    private UploadMetadata() {}

    /** @throws ProblemException as the API would answer to the same details */
    static VideoDetails details(Map<String, String> metadata, @Nullable String filename) {
        return new VideoDetails(
                title(metadata, filename),
                metadata.get("description"),
                tags(metadata.getOrDefault("tags", "")),
                blankToNull(metadata.get("category")),
                blankToNull(metadata.get("language")),
                blankToNull(metadata.get("licence")),
                visibility(metadata.getOrDefault("visibility", "private")),
                null,
                null,
                null);
    }

    /** What an uploaded photo shows. */
    static @Nullable String altText(Map<String, String> metadata) {
        Texts texts = new Texts();
        String text = texts.optionalLines("/alt_text", metadata.get("alt_text"), Photo.MAX_ALT_TEXT);
        texts.throwIfAny();
        return text;
    }

    /** What is wrong, in one sentence for the creator. */
    static String sentence(ProblemException problem) {
        return problem.errors().stream()
                .map(error -> error.pointer().replaceFirst("^/", "") + ": " + error.detail())
                .collect(Collectors.joining("; ", "The upload's metadata is not valid: ", "."));
    }

    private static String title(Map<String, String> metadata, @Nullable String filename) {
        String title = metadata.getOrDefault("title", "");
        if (!title.isBlank()) {
            return title;
        }
        String name = filename == null ? metadata.getOrDefault("filename", "") : filename;
        String plain = name.replaceAll("[\\p{C}]+", " ")
                .replaceFirst("\\.[A-Za-z0-9]{1,5}$", "")
                .strip();
        if (plain.isEmpty()) {
            return "Untitled";
        }
        return plain.substring(
                0,
                plain.offsetByCodePoints(0, Math.min(plain.codePointCount(0, plain.length()), VideoDetails.MAX_TITLE)));
    }

    private static List<String> tags(String tags) {
        return Arrays.stream(tags.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Visibility visibility(String name) {
        try {
            return Visibility.ofWireName(name.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Json.invalid("/visibility", "one of public, unlisted, followers, private");
        }
    }
}
