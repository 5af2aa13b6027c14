package dev.matinee.kit.http;

import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * One timer per route, method and status, {@code <service>_requests_seconds}, with buckets from 5 ms to 10 s. The timers are
 * looked up here, because asking the registry builds a key of tags for every request; a method nobody knows counts as
 * {@code OTHER} and a path nobody knows as {@code none}, since a client could make up a new one each time.
 */
final class RequestTimes implements Filter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    // Percentiles counted here would cost a tenth of a cached read, and nobody can add those of several instances.
    private static final Duration[] BUCKETS = LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final String service;
    private final RouteNames routes;
    private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(String service, RouteNames routes) {
        this.service = service;
        this.routes = routes;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long begin = System.nanoTime();
        try {
            chain.proceed();
        } finally {
            String method = request.prologue().method().text();
            Answered answered = new Answered(
                    routes.of(request.path().absolute().path()),
                    METHODS.contains(method) ? method : "OTHER",
                    response.status().code());
            timers.computeIfAbsent(answered, this::timer).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Answered answered) {
        return Metrics.globalRegistry()
                .getOrCreate(Timer.builder(service + "_requests")
                        .description("Requests answered")
                        .percentiles(new double[0])
                        .buckets(BUCKETS)
                        .tags(List.of(
                                Tag.create("route", answered.route()),
                                Tag.create("method", answered.method()),
                                Tag.create("status", String.valueOf(answered.status())))));
    }

    private record Answered(String route, String method, int status) {}
}
