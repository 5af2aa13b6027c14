package dev.matinee.kit.test;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts a server on first use and remembers a failure too, so that not every test class waits for the same one. */
final class Once<T> {
    private static final int TRIES = 3;

    private final Supplier<T> launch;
    private @Nullable T value;
    private @Nullable RuntimeException failure;

    Once(Supplier<T> launch) {
        this.launch = launch;
    }

    synchronized T get() {
        if (value != null) {
            return value;
        }
        if (failure != null) {
            throw failure;
        }
        RuntimeException last = new IllegalStateException("not tried");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                T launched = launch.get();
                value = launched;
                return launched;
            } catch (ServerDiedException e) {
                // Most often another process took a port between our choosing it and the server's binding it.
                last = e;
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        failure = last;
        throw last;
    }
}
