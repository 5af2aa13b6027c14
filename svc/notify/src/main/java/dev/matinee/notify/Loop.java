package dev.matinee.notify;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Does a piece of work again and again, at once while there is more, else after a pause; no failure ends it. */
final class Loop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Loop.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final String name;
    private final Duration pause;
    private final BooleanSupplier step;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;

    private Loop(String name, Duration pause, BooleanSupplier step) {
        this.name = name;
        this.pause = pause;
        this.step = step;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** @param step does a piece and tells whether there may be more */
    static Loop start(String name, Duration pause, BooleanSupplier step) {
        Loop loop = new Loop(name, pause, step);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            boolean ended = false;
            while (!ended) {
                Duration wait = Duration.ZERO;
                try {
                    wait = step.getAsBoolean() ? Duration.ZERO : pause;
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, name + " stumbles and goes on", e);
                    wait = AFTER_FAILURE;
                }
                ended = ending.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ending.countDown();
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
