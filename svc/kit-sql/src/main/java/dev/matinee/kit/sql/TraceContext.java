package dev.matinee.kit.sql;

import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import java.util.Optional;

/** The current trace, in the form that outlives the thread: B3's single header (openzipkin/b3-propagation). */
public final class TraceContext {
    private TraceContext() {}

    /** {@code <trace id>-<span id>-1}, or empty where nothing is being traced. */
    public static Optional<String> current() {
        return Span.current().map(Span::context).flatMap(TraceContext::of);
    }

    /** The same of a span that need not be the current one. */
    public static Optional<String> of(SpanContext context) {
        boolean traced = context.traceId().matches("[0-9a-f]*[1-9a-f][0-9a-f]*");
        return traced ? Optional.of(context.traceId() + "-" + context.spanId() + "-1") : Optional.empty();
    }
}
