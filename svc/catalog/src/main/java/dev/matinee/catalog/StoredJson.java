package dev.matinee.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.matinee.kit.http.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is kept as {@code jsonb}. */
final class StoredJson {
    private StoredJson() {}

    /** A newer version of this service may have written more than this one knows. */
    static <T> @Nullable T read(@Nullable String text, Class<T> type) {
        if (text == null) {
            return null;
        }
        try {
            return Json.mapper()
                    .readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    static @Nullable String write(@Nullable Object value) {
        return value == null ? null : new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
