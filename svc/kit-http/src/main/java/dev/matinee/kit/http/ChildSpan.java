package dev.matinee.kit.http;

import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tracer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The span of a step that this thread takes within something traced, such as a call to Redis or a run of a program; nothing
 * where nothing is traced. To be closed by the thread that began it.
 */
public final class ChildSpan implements AutoCloseable {
    private static final ChildSpan NONE = new ChildSpan(null, null);

    private final @Nullable Span span;
    private final @Nullable Scope scope;

    private ChildSpan(@Nullable Span span, @Nullable Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    /**
     * Begins the span of a step.
     *
     * @param name one of a few words, never a part of what somebody sent, and nothing secret
     */
    public static ChildSpan begin(String name) {
        return begin(name, Map.of());
    }

    /**
     * The same with more to say of it.
     *
     * @param tags as bounded as the name
     */
    public static ChildSpan begin(String name, Map<String, String> tags) {
        Span parent = Span.current().orElse(null);
        if (parent == null) {
            return NONE;
        }
        // Helidon 4.1.7 tells Zipkin of a server whatever the kind of a span is, unless it is a client.
        Span span = Tracer.global()
                .spanBuilder(name)
                .kind(Span.Kind.CLIENT)
                .parent(parent.context())
                .start();
        tags.forEach(span::tag);
        return new ChildSpan(span, span.activate());
    }

    /** A call to Redis; {@code operation} is one of a few words. */
    public static ChildSpan redis(String operation) {
        return begin("redis " + operation, Map.of("db.system", "redis"));
    }

    /** Says that the step failed. */
    public void failed() {
        if (span != null) {
            span.status(Span.Status.ERROR);
        }
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
        }
        if (span != null) {
            span.end();
        }
    }
}
