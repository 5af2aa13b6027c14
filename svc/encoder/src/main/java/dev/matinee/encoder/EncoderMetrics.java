package dev.matinee.encoder;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What the dashboards show of encoding. */
final class EncoderMetrics {
    private final AtomicLong queueLength = new AtomicLong();

    /** How a try ended. */
    enum Outcome {
        /** A long film was cut into pieces. */
        CUT,
        /** A piece is done. */
        PIECE,
        READY,
        FAILED,
        RETRIED,
        RELEASED,
        LOST
    }

    EncoderMetrics() {
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("encoder_queue_length", queueLength::get)
                        .description("Jobs and pieces of jobs that wait for a worker"));
    }

    void queueLength(long jobs) {
        queueLength.set(jobs);
    }

    void ended(Outcome outcome) {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("encoder_jobs")
                        .description("Tries at a job or a piece of one, by how they ended")
                        .tags(List.of(Tag.create("outcome", outcome.name().toLowerCase(Locale.ROOT)))))
                .increment();
    }

    /** A worker's consumer failed in a way that nobody foresaw. */
    void consumerReplaced() {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("encoder_consumers_replaced")
                        .description("Kafka consumers of workers that failed and were made anew"))
                .increment();
    }

    void playable(Duration took, Duration media) {
        Metrics.globalRegistry()
                .getOrCreate(DistributionSummary.builder("encoder_playable_ratio")
                        .description("Seconds until the lowest rung can be watched for each second of the film"))
                .record(took.toNanos() / (double) Math.max(1, media.toNanos()));
    }

    void encoded(Duration took, Duration media) {
        Metrics.globalRegistry()
                .getOrCreate(DistributionSummary.builder("encoder_encode_ratio")
                        .description("Seconds of encoding for each second of the film"))
                .record(took.toNanos() / (double) Math.max(1, media.toNanos()));
    }
}
