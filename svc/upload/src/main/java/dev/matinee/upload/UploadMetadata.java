package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about its upload.
 *
 * @param header the header as sent, which HEAD gives back
 * @param values the keys we know, decoded; others are kept in the header only
 */
record UploadMetadata(String header, Map<String, String> values) {
    static final Set<String> VISIBILITIES = Set.of("public", "unlisted", "followers", "private");

    private static final String CONTENT_ID = "content_id";
    private static final String PHOTO_ID = "photo_id";
    private static final String FILE_TYPE = "filetype";
    private static final String IMAGE = "image/";
    private static final Set<String> PHOTOS =
            Set.of("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic", "image/heif");
    private static final int MAX_HEADER_CHARS = 8 * 1024;
    private static final int MAX_KEYS = 32;
    private static final Map<String, Integer> LONGEST = Map.of(
            "filename",
            255,
            FILE_TYPE,
            127,
            CONTENT_ID,
            36,
            PHOTO_ID,
            36,
            "alt_text",
            1_000,
            "title",
            200,
            "description",
            5_000,
            "visibility",
            16,
            "tags",
            1_000);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,64}");

    UploadMetadata {
        values = Map.copyOf(values);
    }

    static UploadMetadata parse(Optional<String> header) {
        String text = header.map(String::strip).orElse("");
        if (text.isEmpty()) {
            return new UploadMetadata("", Map.of());
        }
        if (text.length() > MAX_HEADER_CHARS) {
            throw invalid("it is longer than " + MAX_HEADER_CHARS + " characters");
        }
        String[] pairs = text.split(",", -1);
        if (pairs.length > MAX_KEYS) {
            throw invalid("it has more than " + MAX_KEYS + " keys");
        }
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] words = pair.strip().split(" +", -1);
            if (words.length > 2 || !KEY.matcher(words[0]).matches()) {
                throw invalid("each pair is a key, a space and a value in Base64");
            }
            if (all.put(words[0], decode(words[0], words.length == 2 ? words[1] : "")) != null) {
                throw invalid("the key " + words[0] + " is there twice");
            }
        }
        Map<String, String> known = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (LONGEST.containsKey(key) && value.length > 0) {
                known.put(key, understood(key, text(key, value)));
            }
        });
        return new UploadMetadata(text, known);
    }

    /** Whether it is said to be a photo; those are shorter than films. */
    boolean isPhoto() {
        return value(FILE_TYPE).filter(type -> type.startsWith(IMAGE)).isPresent();
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<UUID> contentId() {
        return value(CONTENT_ID).map(UUID::fromString);
    }

    /** What goes with the event: all we know but the claimed content, which has a field of its own. */
    Map<String, String> described() {
        Map<String, String> rest = new LinkedHashMap<>(values);
        rest.remove(CONTENT_ID);
        return rest;
    }

    private static byte[] decode(String key, String value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw invalid("the value of " + key + " is not Base64");
        }
    }

    private static String text(String key, byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("the value of " + key + " is not UTF-8");
        }
    }

    private static String understood(String key, String value) {
        try {
            return checked(key, value);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    /** The rules of each known key, wherever it is said; breaking one is an IllegalArgumentException. */
    static String checked(String key, String value) {
        int longest = LONGEST.getOrDefault(key, 0);
        if (value.length() > longest) {
            throw new IllegalArgumentException(key + " is longer than " + longest + " characters");
        }
        boolean lines = key.equals("description") || key.equals("alt_text");
        if (value.chars().anyMatch(c -> c == 0x7f || (c < 0x20 && !(lines && "\n\r\t".indexOf(c) >= 0)))) {
            throw new IllegalArgumentException(key + " has control characters");
        }
        if (key.equals(CONTENT_ID) && Tus.id(value).isEmpty()) {
            throw new IllegalArgumentException("content_id is not the id of a video or album");
        }
        if (key.equals(PHOTO_ID) && Tus.id(value).isEmpty()) {
            throw new IllegalArgumentException("photo_id is not the id of a photo");
        }
        if (key.equals(FILE_TYPE) && value.startsWith(IMAGE) && !PHOTOS.contains(value)) {
            throw ProblemException.of(UploadError.PHOTO_TYPE);
        }
        if (key.equals("visibility") && !VISIBILITIES.contains(value)) {
            throw new IllegalArgumentException("visibility is public, unlisted, followers or private");
        }
        return value;
    }

    private static ProblemException invalid(@Nullable String why) {
        return ProblemException.of(UploadError.INVALID_METADATA, "Upload-Metadata is not valid: " + why + ".");
    }
}
