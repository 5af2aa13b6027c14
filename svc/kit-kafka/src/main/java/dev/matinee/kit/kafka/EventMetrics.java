package dev.matinee.kit.kafka;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What is counted of one consumer group in this process: outcomes, how late its events are, and how many are still to come. */
final class EventMetrics {
    private static final Duration[] BUCKETS = LongStream.of(
                    25, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Tag group;
    private final Timer delay;
    private final AtomicLong lag = new AtomicLong();

    EventMetrics(String group) {
        this.group = Tag.create("group", group);
        this.delay = Metrics.globalRegistry()
                .getOrCreate(Timer.builder("events_delay")
                        .description("From when something happened until this group had handled it")
                        .percentiles(new double[0])
                        .buckets(BUCKETS)
                        .tags(List.of(this.group)));
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("events_lag", lag::get)
                        .description("Records of this instance's partitions that it has not read yet")
                        .tags(List.of(this.group)));
    }

    void handled(Event event) {
        count("handled", event.type().ceType());
        delay.record(Duration.between(event.time(), Instant.now()));
    }

    void afterCommitFailed(Event event) {
        count("after_commit_failed", event.type().ceType());
    }

    void deadLettered(ConsumerRecord<String, byte[]> record) {
        count("dead_lettered", type(record));
    }

    /** A record's headers are whatever its sender wrote, so a type that nobody knows counts as {@code unknown}. */
    static String type(ConsumerRecord<String, byte[]> record) {
        return EventRecords.text(record.headers(), "ce_type")
                .flatMap(EventType::ofCeType)
                .map(EventType::ceType)
                .orElse("unknown");
    }

    /** To be called from the consumer's own thread, after each poll. */
    void lag(KafkaConsumer<?, ?> consumer) {
        lag.set(consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum());
    }

    private void count(String outcome, String ceType) {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("events")
                        .description("Events by outcome")
                        .tags(List.of(group, Tag.create("outcome", outcome), Tag.create("type", ceType))))
                .increment();
    }
}
