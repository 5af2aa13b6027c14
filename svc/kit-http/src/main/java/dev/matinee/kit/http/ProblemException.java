package dev.matinee.kit.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a named error; the one mapper in {@link Problems} turns it into the answer. */
public final class ProblemException extends RuntimeException {
    private final ErrorCode error;
    private final List<FieldError> errors;
    private final Map<String, String> headers;

    private ProblemException(
            ErrorCode error,
            @Nullable String detail,
            List<FieldError> errors,
            Map<String, String> headers,
            @Nullable Throwable cause) {
        super(detail == null ? error.sentence() : detail, cause);
        this.error = error;
        this.errors = errors;
        this.headers = headers;
    }

    /** With the error's own sentence. */
    public static ProblemException of(ErrorCode error) {
        return new ProblemException(error, null, List.of(), Map.of(), null);
    }

    /** With a sentence that knows the case at hand; it is shown to the client. */
    public static ProblemException of(ErrorCode error, String detail) {
        return new ProblemException(error, detail, List.of(), Map.of(), null);
    }

    /** With what is wrong in each field. */
    public static ProblemException of(ErrorCode error, List<FieldError> errors) {
        return new ProblemException(error, null, List.copyOf(errors), Map.of(), null);
    }

    /** With a cause, which is logged and never shown. */
    public static ProblemException of(ErrorCode error, Throwable cause) {
        return new ProblemException(error, null, List.of(), Map.of(), cause);
    }

    /** The same with one more response header, {@code Retry-After} for example. */
    public ProblemException withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ProblemException(error, getMessage(), errors, Map.copyOf(more), getCause());
    }

    /** The same with a sentence that knows the case at hand; it is shown to the client. */
    public ProblemException withDetail(String detail) {
        return new ProblemException(error, detail, errors, headers, getCause());
    }

    public ErrorCode error() {
        return error;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /**
     * What is wrong in one place of the request.
     *
     * @param pointer RFC 6901 JSON pointer into the body, or {@code ?name} for a query parameter
     * @param detail a sentence
     */
    public record FieldError(String pointer, String detail) {}
}
