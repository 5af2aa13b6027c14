package dev.matinee.kit.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.matinee.kit.http.ProblemException.FieldError;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON of the HTTP API: snake_case, RFC 3339 times, absent rather than null, unknown fields refused. */
public final class Json {
    private static final int RECYCLED = 64;

    /** The largest JSON body any address takes, in bytes. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    // Jackson would keep its buffers with each thread; a request's virtual thread is used once, and a stream's lives
    // for hours.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(RECYCLED))
                    .build())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** The platform's mapper, for trees and types this class has no word for. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The value as UTF-8 JSON. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    /** Answers with JSON; the status is the response's own. */
    public static void send(ServerResponse response, Object value) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(write(value));
    }

    /**
     * Reads a request's body.
     *
     * @throws ProblemException 415 when it is not JSON by its content type, 413 above {@link #MAX_BODY_BYTES}, 400
     *     naming the field by JSON pointer when it does not fit the type or breaks a record's own rule
     */
    public static <T> T read(ServerRequest request, Class<T> type) {
        return read(bytes(request), type);
    }

    /** As {@link #read(ServerRequest, Class)}, from bytes already read. */
    public static <T> T read(byte[] body, Class<T> type) {
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw invalid("", "a JSON object is needed");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw invalid(pointer(e), "this field is unknown or cannot be set");
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            String why = e.getCause() instanceof IllegalArgumentException rule ? rule.getMessage() : null;
            throw invalid(pointer(e), why == null ? "this value does not fit" : why);
        } catch (JsonProcessingException e) {
            throw invalid("", "this is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ProblemException.of(StandardError.BAD_REQUEST, e);
        }
    }

    /** The body's bytes, at most {@link #MAX_BODY_BYTES}; also what an Idempotency-Key is compared by. */
    public static byte[] bytes(ServerRequest request) {
        boolean json = request.headers()
                .contentType()
                .map(type -> type.text().startsWith("application/json")
                        || type.text().startsWith("application/merge-patch+json"))
                .orElse(false);
        if (!json) {
            throw ProblemException.of(StandardError.UNSUPPORTED_MEDIA_TYPE);
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                throw ProblemException.of(StandardError.BODY_TOO_LARGE);
            }
            return body;
        } catch (IOException e) {
            throw ProblemException.of(StandardError.BAD_REQUEST, e);
        }
    }

    /** A 400 about one place in the body. */
    public static ProblemException invalid(String pointer, String detail) {
        return ProblemException.of(StandardError.INVALID_BODY, List.of(new FieldError(pointer, detail)));
    }

    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
