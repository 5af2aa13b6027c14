package dev.matinee.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.helidon.tracing.Span;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One JSON object a line for each record: {@code time} (RFC 3339), {@code level}, {@code logger}, {@code message}; {@code service},
 * {@code version}, {@code instance} and {@code allocation} as far as the environment says them; {@code trace_id}, {@code span_id}
 * and {@code request_id} of what the thread is at; {@code error} with a stack trace, cut at {@value #MAX_ERROR} characters.
 * Named in {@code logging.properties}.
 */
public final class JsonLog extends Formatter {
    private static final int MAX_ERROR = 16_000;
    private static final Map<String, String> FROM_ENVIRONMENT = Map.of(
            "service", "NOMAD_JOB_NAME",
            "version", "SERVICE_VERSION",
            "instance", "SERVICE_ID",
            "allocation", "NOMAD_ALLOC_ID");

    private final JsonMapper mapper = new JsonMapper();
    private final Map<String, String> process = new LinkedHashMap<>();

    /** For the process that this runs in. */
    public JsonLog() {
        this(System.getenv());
    }

    JsonLog(Map<String, String> environment) {
        FROM_ENVIRONMENT.forEach((field, variable) ->
                Optional.ofNullable(environment.get(variable)).ifPresent(value -> process.put(field, value)));
    }

    @Override
    public String format(LogRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", record.getInstant().toString());
        line.put("level", record.getLevel().getName());
        line.put("logger", String.valueOf(record.getLoggerName()));
        line.put("message", formatMessage(record));
        line.putAll(process);
        Span.current().ifPresent(span -> {
            line.put("trace_id", span.context().traceId());
            line.put("span_id", span.context().spanId());
        });
        RequestId.current().ifPresent(id -> line.put("request_id", id));
        if (record.getThrown() != null) {
            line.put("error", stack(record.getThrown()));
        }
        try {
            return mapper.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings are always JSON", e);
        }
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.getBuffer().length() <= MAX_ERROR
                ? text.toString()
                : text.getBuffer().substring(0, MAX_ERROR) + "…";
    }
}
