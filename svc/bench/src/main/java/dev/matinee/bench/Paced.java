package dev.matinee.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks at a fixed rate whatever the answers take, in a process of its own: a generator that waits for answers before it asks
 * again would leave out just those that the slow ones held up. Prints the 99th percentile in milliseconds, counted from when
 * a request was due.
 */
final class Paced {
    private static final int WARM_UP = 5_000;

    private Paced() {}

    /** Arguments: a file with an address a line, requests a second, seconds. */
    public static void main(String[] args) throws Exception {
        List<URI> addresses =
                Files.readAllLines(Path.of(args[0])).stream().map(URI::create).toList();
        int rate = Integer.parseInt(args[1]);
        int count = rate * Integer.parseInt(args[2]);
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(2))
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WARM_UP; i++) {
                ask(client, addresses.get(i % addresses.size()), System.nanoTime());
            }
            List<Future<Double>> answers = new ArrayList<>();
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begun + i * 1_000_000_000L / rate;
                while (due > System.nanoTime()) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                URI address = addresses.get(i % addresses.size());
                answers.add(threads.submit(() -> ask(client, address, due)));
            }
            List<Double> millis = new ArrayList<>();
            for (Future<Double> answer : answers) {
                millis.add(answer.get());
            }
            System.out.println(String.format(Locale.ROOT, "%.3f", Spread.percentile(millis, 0.99)));
        }
    }

    private static double ask(HttpClient client, URI address, long due) throws IOException, InterruptedException {
        HttpResponse<Void> answer = client.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
            throw new BenchException(address.getPath() + " answers " + answer.statusCode());
        }
        return (System.nanoTime() - due) / 1e6;
    }
}
