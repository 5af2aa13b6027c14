package dev.matinee.kit.http;

import io.helidon.common.context.Contexts;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tag;
import io.helidon.tracing.Tracer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Optional;

/**
 * A server span for each request that comes with a trace (B3's several headers, the spelling that the tracer reads and the
 * gateway writes); what comes without one goes by untouched. The gateway decides what is traced, and leaves out public reads because a span costs more than such a read itself. Helidon's own
 * observer begins a trace for those too, and takes every body through a stream of its own.
 */
final class RequestSpans implements Filter {
    private static final HeaderName TRACE_ID = HeaderNames.create("X-B3-TraceId");

    private final Tracer tracer;

    RequestSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!request.headers().contains(TRACE_ID)) {
            chain.proceed();
            return;
        }
        Span.Builder<?> builder = tracer.spanBuilder("HTTP Request").kind(Span.Kind.SERVER);
        tracer.extract(new Received(request.headers())).ifPresent(builder::parent);
        Span span = builder.start();
        span.tag(Tag.COMPONENT.create("helidon-webserver"))
                .tag(Tag.HTTP_METHOD.create(request.prologue().method().text()))
                .tag(Tag.HTTP_URL.create(request.path().rawPath()));
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
