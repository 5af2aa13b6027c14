package dev.matinee.kit.http;

import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Goes on with a trace in any of its usual spellings, where Helidon's Zipkin tracer knows only B3's several headers: those,
 * B3's single header (openzipkin/b3-propagation), then W3C's {@code traceparent} (Trace Context, level 1). What fits none
 * of them counts as no trace.
 */
record AnyTraceHeader(Tracer tracer) {
    private static final String TRACE_ID = "X-B3-TraceId";
    private static final Pattern SINGLE =
            Pattern.compile("([0-9a-f]{32}|[0-9a-f]{16})-([0-9a-f]{16})(?:-([01d])(?:-[0-9a-f]{16})?)?");
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

    Optional<SpanContext> extract(HeaderProvider headers) {
        if (headers.contains(TRACE_ID)) {
            return tracer.extract(headers);
        }
        return headers.get("b3")
                .flatMap(AnyTraceHeader::single)
                .or(() -> headers.get("traceparent").flatMap(AnyTraceHeader::traceparent))
                .flatMap(several -> tracer.extract(HeaderProvider.create(several)));
    }

    static Optional<Map<String, List<String>>> single(String b3) {
        Matcher parts = SINGLE.matcher(b3);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String decision = Optional.ofNullable(parts.group(3)).orElse("");
        return Optional.of(several(parts.group(1), parts.group(2), decision.equals("d") ? "1" : decision));
    }

    static Optional<Map<String, List<String>>> traceparent(String header) {
        Matcher parts = TRACEPARENT.matcher(header);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group(3), 16) & 1) == 1;
        return Optional.of(several(parts.group(1), parts.group(2), sampled ? "1" : "0"));
    }

    private static Map<String, List<String>> several(String trace, String span, String sampled) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put(TRACE_ID, List.of(trace));
        headers.put("X-B3-SpanId", List.of(span));
        if (!sampled.isEmpty()) {
            headers.put("X-B3-Sampled", List.of(sampled));
        }
        return headers;
    }
}
