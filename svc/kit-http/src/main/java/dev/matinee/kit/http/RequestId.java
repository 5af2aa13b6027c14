package dev.matinee.kit.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one request is called in all that is logged of it, and in its answer when that is a problem: most requests have no trace.
 * A client or a proxy may bring a name of its own in {@code X-Request-Id}.
 */
final class RequestId {
    static final HeaderName HEADER = HeaderNames.create("X-Request-Id");

    private static final ScopedValue<RequestId> CURRENT = ScopedValue.newInstance();
    private static final Predicate<String> FITTING =
            Pattern.compile("[A-Za-z0-9._-]{1,64}").asMatchPredicate();

    // Most requests are never spoken of, so most get no name.
    private @Nullable String text;

    private RequestId(Optional<String> brought) {
        this.text = brought.filter(FITTING).orElse(null);
    }

    /** That of the request that this thread is at; empty for work that nobody asked for. */
    static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get().text()) : Optional.empty();
    }

    private String text() {
        String known = text;
        if (known == null) {
            known = UUID.randomUUID().toString();
            text = known;
        }
        return known;
    }

    /** Gives each request its name for as long as it is answered. */
    static final class Naming implements Filter {
        @Override
        public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
            ScopedValue.where(CURRENT, new RequestId(request.headers().first(HEADER)))
                    .run(chain::proceed);
        }
    }
}
