package dev.matinee.encoder;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** What the dashboards show of encoding. */
final class EncoderMetrics {
    private static final Duration[] BUCKETS = LongStream.of(5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400)
            .mapToObj(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final AtomicLong queueLength = new AtomicLong();
    private final AtomicLong queueAgeMs = new AtomicLong();
    private final Timer playable;

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
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("encoder_queue_age_seconds", () -> queueAgeMs.get() / 1_000.0)
                        .description("How long the one that waits longest could have been begun"));
        this.playable = Metrics.globalRegistry()
                .getOrCreate(Timer.builder("encoder_time_to_playable")
                        .description("From the job of an uploaded film or photo until it can first be seen")
                        .percentiles(new double[0])
                        .buckets(BUCKETS));
    }

    void queue(long jobs, Duration age) {
        queueLength.set(jobs);
        queueAgeMs.set(age.toMillis());
    }

    /** Told within the transaction: should its commit fail, the next try counts once more. */
    void playable(Duration sinceJob) {
        playable.record(sinceJob);
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
