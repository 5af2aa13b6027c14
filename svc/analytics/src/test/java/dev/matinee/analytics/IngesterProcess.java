package dev.matinee.analytics;

import dev.matinee.kit.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A writer in a process of its own, which stops for ever at a step so that it can be killed just there. */
final class IngesterProcess {
    private IngesterProcess() {}

    /** Arguments: Kafka, folder, step, the how manieth time. */
    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[1]);
        Warehouse.Step stop = Warehouse.Step.valueOf(args[2]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[3]));
        CountDownLatch never = new CountDownLatch(1);
        Warehouse warehouse = new Warehouse(directory, step -> {
            if (step == stop && left.decrementAndGet() == 0) {
                System.out.println("there");
                await(never);
            }
        });
        Engine engine = new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill"));
        Relations.define(engine, warehouse);
        new Ingester(
                        new KafkaSettings(args[0], "ingester"),
                        warehouse,
                        engine,
                        sub -> "m" + sub,
                        IngestIT.upkeep(engine, warehouse),
                        IngestIT.SMALL,
                        Optional.empty())
                .start();
        never.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
