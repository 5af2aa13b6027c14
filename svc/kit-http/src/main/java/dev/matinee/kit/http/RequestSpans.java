package dev.matinee.kit.http;

import io.helidon.common.context.Contexts;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tag;
import io.helidon.tracing.Tracer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Optional;

/**
 * A server span for each request that comes with a trace, in any spelling; what comes without one goes by untouched. The
 * gateway decides what is traced, and leaves out public reads because a span costs more than such a read itself; a client
 * that brings a trace of its own has it gone on with all the same. Helidon's own observer begins a trace for every request,
 * and takes every body through a stream of its own.
 */
final class RequestSpans implements Filter {
    private static final HeaderName SEVERAL = HeaderNames.create("X-B3-TraceId");
    private static final HeaderName SINGLE = HeaderNames.create("b3");
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final Tracer tracer;
    private final AnyTraceHeader traces;

    RequestSpans(Tracer tracer) {
        this.tracer = tracer;
        this.traces = new AnyTraceHeader(tracer);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Optional<SpanContext> parent = parent(request.headers());
        if (parent.isEmpty()) {
            chain.proceed();
            return;
        }
        Span span = tracer.spanBuilder("HTTP Request")
                .kind(Span.Kind.SERVER)
                .parent(parent.get())
                .start();
        span.tag(Tag.COMPONENT.create("helidon-webserver"))
                .tag(Tag.HTTP_METHOD.create(request.prologue().method().text()))
                .tag(Tag.HTTP_URL.create(Problems.withoutSecret(request.path().rawPath())));
        request.context().register(span.context());
        try (Scope _ = span.activate()) {
            Contexts.runInContext(request.context(), chain::proceed);
            int status = response.status().code();
            span.tag(Tag.HTTP_STATUS.create(status));
            if (status >= 500) {
                span.status(Span.Status.ERROR);
            }
            span.end();
        } catch (RuntimeException | Error e) {
            span.end(e);
            throw e;
        }
    }

    private Optional<SpanContext> parent(ServerRequestHeaders headers) {
        boolean brought = headers.contains(SEVERAL) || headers.contains(TRACEPARENT) || headers.contains(SINGLE);
        return brought ? traces.extract(new Received(headers)) : Optional.empty();
    }

    private record Received(ServerRequestHeaders headers) implements HeaderProvider {
        @Override
        public Iterable<String> keys() {
            return headers.stream().map(Header::name).toList();
        }

        @Override
        public Optional<String> get(String key) {
            return headers.first(HeaderNames.create(key));
        }

        @Override
        public Iterable<String> getAll(String key) {
            return headers.all(HeaderNames.create(key), List::of);
        }

        @Override
        public boolean contains(String key) {
            return headers.contains(HeaderNames.create(key));
        }
    }
}
