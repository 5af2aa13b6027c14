package dev.matinee.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does one piece of work per part, each as soon as the parts it needs are done. */
final class GraphRun {
    private GraphRun() {}

    /** What depends on a failed part is not begun; the first failure is thrown after the rest has ended. */
    static void run(StartGraph graph, Consumer<String> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, CompletableFuture<Void>> futures = new HashMap<>();
            for (var wave : graph.waves()) {
                for (var part : wave) {
                    var needed = graph.needs().getOrDefault(part, Set.of()).stream()
                            .map(futures::get)
                            .toArray(CompletableFuture<?>[]::new);
                    futures.put(part, CompletableFuture.allOf(needed).thenRunAsync(() -> work.accept(part), threads));
                }
            }
            try {
                CompletableFuture.allOf(futures.values().toArray(CompletableFuture<?>[]::new))
                        .join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }
}
