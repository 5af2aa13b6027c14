package dev.matinee.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something to become true, never for ever. */
final class Wait {
    private Wait() {}

    /** Whether it became true in time. */
    static boolean until(Duration limit, Duration pause, BooleanSupplier condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(pause);
        }
        return true;
    }

    static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliError.failed("interrupted");
        }
    }
}
