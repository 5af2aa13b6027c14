package dev.matinee.encoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.matinee.kit.http.Json;
import java.nio.charset.StandardCharsets;

/** What the database keeps as JSON. */
final class StoredJson {
    private StoredJson() {}

    static String write(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** Another version of this service may have written more than this one knows. */
    static <T> T read(String text, Class<T> type) {
        try {
            return Json.mapper()
                    .readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }
}
