package dev.matinee.analytics;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A compactor in a process of its own, which stops for ever at a step so that it can be killed just there. */
final class CompactorProcess {
    private CompactorProcess() {}

    /** Arguments: folder, step. */
    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[0]);
        Compactor.Step stop = Compactor.Step.valueOf(args[1]);
        CountDownLatch never = new CountDownLatch(1);
        Warehouse warehouse = new Warehouse(directory);
        warehouse.recover();
        Engine engine = new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("spill"));
        new Compactor(engine, warehouse, Clock.systemUTC(), CompactorIT.AT_ONCE, step -> {
                    if (step == stop) {
                        System.out.println("there");
                        await(never);
                    }
                })
                .run();
        System.out.println("nothing to do");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
