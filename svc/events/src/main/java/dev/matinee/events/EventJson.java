package dev.matinee.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The JSON of an event's data: snake_case, RFC 3339 times, absent rather than null, unknown fields ignored on reading. */
public final class EventJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private EventJson() {}

    /** The data as UTF-8 JSON. */
    public static byte[] write(EventData data) {
        try {
            return MAPPER.writerFor(data.getClass()).writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + data.getClass().getSimpleName(), e);
        }
    }

    /**
     * Reads the data of an event.
     *
     * @throws MalformedEventException when the bytes are not JSON of that type
     */
    public static EventData read(EventType type, byte[] json) {
        try {
            EventData data = MAPPER.readValue(json, type.dataClass());
            if (data == null) {
                throw new MalformedEventException(type + " without data", null);
            }
            return data;
        } catch (IOException e) {
            throw new MalformedEventException(type + " cannot be read: " + e.getMessage(), e);
        }
    }
}
