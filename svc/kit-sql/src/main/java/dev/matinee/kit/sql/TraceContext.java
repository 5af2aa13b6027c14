package dev.matinee.kit.sql;

import io.helidon.tracing.HeaderConsumer;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The current trace, in the form that outlives the thread: B3's single header (openzipkin/b3-propagation). */
public final class TraceContext {
    private TraceContext() {}

    /** {@code <trace id>-<span id>-1}, or empty where nothing is being traced. */
    public static Optional<String> current() {
        return Span.current().map(Span::context).flatMap(TraceContext::of);
    }

    /** The same of a span that need not be the current one; empty too where the trace was not chosen to be told. */
    public static Optional<String> of(SpanContext context) {
        boolean traced = context.traceId().matches("[0-9a-f]*[1-9a-f][0-9a-f]*");
        return traced && isSampled(context)
                ? Optional.of(context.traceId() + "-" + context.spanId() + "-1")
                : Optional.empty();
    }

    // A context does not say it itself, what is sent of it does.
    private static boolean isSampled(SpanContext context) {
        Map<String, List<String>> headers = new HashMap<>();
        Tracer.global().inject(context, HeaderProvider.empty(), HeaderConsumer.create(headers));
        return headers.entrySet().stream()
                .noneMatch(header -> header.getKey().equalsIgnoreCase("X-B3-Sampled")
                        && header.getValue().contains("0"));
    }
}
