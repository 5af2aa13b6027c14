package dev.matinee.analytics;

import dev.matinee.analytics.AnalyticsConfig.Collection;
import dev.matinee.events.Event;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Puts events into Kafka, straight away: there is no store between, and what is acknowledged is in Kafka. */
final class Collector implements AutoCloseable {
    /** What waits to be sent, in bytes; events are a few hundred each. */
    private static final int BUFFER = 8 * 1024 * 1024;

    private static final int BATCH = 64 * 1024;

    private final KafkaProducer<String, byte[]> producer;
    private final Semaphore places;
    private final Duration patience;
    private final Counter collected;

    Collector(KafkaSettings kafka, Collection settings) {
        this.patience = settings.patience();
        this.places = new Semaphore(settings.waiting());
        Properties properties = kafka.producer();
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(BUFFER));
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(BATCH));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        // Nobody waits longer than a request does.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(patience.toMillis()));
        this.producer = new KafkaProducer<>(properties);
        this.collected = Metrics.globalRegistry()
                .getOrCreate(Counter.builder("analytics_collected").description("Events that Kafka has acknowledged"));
    }

    /**
     * Returns when Kafka has all of them.
     *
     * @throws ProblemException 503 when it has not in time, or too many wait already; some may be there then, which does no harm
     *     when the same are sent again with their ids
     */
    void collect(List<Event> events) {
        if (!places.tryAcquire(events.size())) {
            throw ProblemException.of(AnalyticsError.COLLECTOR_FULL);
        }
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
            for (Event event : events) {
                Future<RecordMetadata> one = producer.send(EventRecords.of(event));
                // Each may wait as long as a request does: one that Kafka has no answer to is enough.
                if (one.isDone()) {
                    one.get();
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new TimeoutException("no more than " + sent.size() + " events could be sent in time");
                }
                sent.add(one);
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            collected.increment(events.size());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw ProblemException.of(StandardError.UNAVAILABLE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(StandardError.UNAVAILABLE, e);
        } finally {
            places.release(events.size());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
