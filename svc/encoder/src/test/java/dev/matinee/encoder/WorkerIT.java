package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.EncodeTask;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.sql.TraceContext;
import dev.matinee.kit.test.KafkaServer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker goes on whatever its consumer does, and says so when it cannot. */
class WorkerIT {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final KafkaSettings kafka =
            new KafkaSettings(KafkaServer.shared().bootstrap(), "test-" + UUID.randomUUID());
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void prepare() {
        Worker.prepareQueue(kafka);
    }

    /** The first is of no use. */
    private KafkaShareConsumer<String, byte[]> firstClosed() {
        KafkaShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(Worker.settings(kafka, "worker-" + UUID.randomUUID()));
        if (made.getAndIncrement() == 0) {
            consumer.close();
        }
        return consumer;
    }

    private Worker.Work idle(Runnable when) {
        return new Worker.Work() {
            @Override
            public Optional<Worker.Taken> take(EncodeTask task, String worker) {
                return Optional.empty();
            }

            @Override
            public Optional<Worker.Taken> takeAny(String worker) {
                asked.incrementAndGet();
                when.run();
                return Optional.empty();
            }
        };
    }

    @Test
    void loop_consumerFailed_goesOnWithAnother() {
        try (Worker worker = Worker.start(this::firstClosed, idle(() -> {}), "replaced", new EncoderMetrics())) {
            await().atMost(LONG).until(() -> asked.get() > 0);
            assertThat(made).hasValueGreaterThanOrEqualTo(2);
            assertThat(worker.alive()).isTrue();
        }
    }

    @Test
    void run_workThatItLookedFor_isInTheTraceThatWasKept() {
        Traces.on();
        CompletableFuture<String> trace = new CompletableFuture<>();
        Worker.Work kept = new Worker.Work() {
            @Override
            public Optional<Worker.Taken> take(EncodeTask task, String worker) {
                return Optional.empty();
            }

            @Override
            public Optional<Worker.Taken> takeAny(String worker) {
                return trace.isDone() ? Optional.empty() : Optional.of(new Worker.Taken(Traces.B3, this::run));
            }

            private EncoderMetrics.Outcome run(long taken) {
                trace.complete(TraceContext.current().orElse("none"));
                return EncoderMetrics.Outcome.READY;
            }
        };
        try (Worker _ = Worker.start(kafka, kept, "tracing", new EncoderMetrics())) {
            await().atMost(LONG).until(trace::isDone);
        }
        assertThat(trace.join()).startsWith(Traces.ID);
    }

    @Test
    void alive_threadEnded_isFalse() {
        Runnable end = () -> {
            throw new AssertionError("as an Error would that nobody foresaw");
        };
        try (Worker worker = Worker.start(this::firstClosed, idle(end), "ended", new EncoderMetrics())) {
            await().dontCatchUncaughtExceptions().atMost(LONG).until(() -> !worker.alive());
            assertThat(asked).hasValue(1);
        }
    }
}
