package dev.matinee.upload;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A one-time upload URL: what its maker said of the upload to come, and what became of it. */
record DirectUpload(
        UUID id,
        String owner,
        String ownerName,
        String corsOrigin,
        Status status,
        Optional<String> errorCode,
        Optional<String> errorDetail,
        Optional<UUID> upload,
        Instant createdAt,
        Instant timeoutAt) {
    enum Status {
        WAITING,
        ASSET_CREATED,
        ERRORED,
        CANCELLED,
        TIMED_OUT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the upload is to become; the words of Upload-Metadata, said by the one who may say them. */
    record Content(
            @Nullable UUID contentId,
            @Nullable UUID photoId,
            @Nullable String altText,
            @Nullable String title,
            @Nullable String description,
            @Nullable String visibility,
            @Nullable List<String> tags) {
        static final Content NOTHING = new Content(null, null, null, null, null, null, null);

        private static final int MAX_TAGS = 30;

        Content {
            tags = tags == null ? null : List.copyOf(tags);
            if (tags != null
                    && (tags.size() > MAX_TAGS || tags.stream().anyMatch(tag -> tag.isBlank() || tag.contains(",")))) {
                throw new IllegalArgumentException("at most " + MAX_TAGS + " tags, none empty, without commas");
            }
            check("alt_text", altText);
            check("title", title);
            check("description", description);
            check("visibility", visibility);
            check("tags", tags == null ? null : String.join(",", tags));
        }

        private static void check(String key, @Nullable String value) {
            if (value != null) {
                UploadMetadata.checked(key, value);
            }
        }

        Map<String, String> described() {
            Map<String, String> words = new LinkedHashMap<>();
            put(words, "photo_id", photoId == null ? null : photoId.toString());
            put(words, "alt_text", altText);
            put(words, "title", title);
            put(words, "description", description);
            put(words, "visibility", visibility);
            put(words, "tags", tags == null ? null : String.join(",", tags));
            return words;
        }

        private static void put(Map<String, String> words, String key, @Nullable String value) {
            if (value != null) {
                words.put(key, value);
            }
        }
    }
}
