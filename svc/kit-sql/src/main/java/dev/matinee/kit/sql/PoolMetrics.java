package dev.matinee.kit.sql;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** How much of the pool is in use, who waits for it, and for how long. */
final class PoolMetrics implements MetricsTrackerFactory {
    private static final Duration[] BUCKETS = LongStream.of(1, 5, 10, 50, 100, 500, 1_000, 5_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    @Override
    public IMetricsTracker create(String pool, PoolStats stats) {
        connections("active", stats::getActiveConnections);
        connections("idle", stats::getIdleConnections);
        connections("max", stats::getMaxConnections);
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("database_waiting", stats::getPendingThreads)
                        .description("Threads that wait for a connection"));
        Timer acquired = Metrics.globalRegistry()
                .getOrCreate(Timer.builder("database_acquire")
                        .description("How long a connection was waited for")
                        .percentiles(new double[0])
                        .buckets(BUCKETS));
        Counter timeouts = Metrics.globalRegistry()
                .getOrCreate(Counter.builder("database_acquire_timeouts")
                        .description("Requests that got no connection in time"));
        return new IMetricsTracker() {
            @Override
            public void recordConnectionAcquiredNanos(long elapsedAcquiredNanos) {
                acquired.record(elapsedAcquiredNanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void recordConnectionTimeout() {
                timeouts.increment();
            }
        };
    }

    private static void connections(String state, Supplier<Integer> count) {
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("database_connections", count)
                        .description("Connections of the pool, by state")
                        .tags(List.of(Tag.create("state", state))));
    }
}
