package dev.matinee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The same work on many things at once; all of it ends before the first failure is thrown on. */
final class Tasks {
    private Tasks() {}

    static <T, R> List<R> all(List<T> items, Function<T, R> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<R>>();
            for (var item : items) {
                futures.add(threads.submit(() -> work.apply(item)));
            }
            var results = new ArrayList<R>();
            RuntimeException failure = null;
            for (var future : futures) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    failure = first(failure, e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw CliError.failed("interrupted");
                }
            }
            if (failure != null) {
                throw failure;
            }
            return results;
        }
    }

    private static RuntimeException first(@Nullable RuntimeException earlier, ExecutionException e) {
        if (earlier != null) {
            return earlier;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
