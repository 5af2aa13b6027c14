package dev.matinee.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A small S3 for reading: path-style objects, ranges, and a note of every read that reached it. */
final class Origin implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, String> cacheControl = new ConcurrentHashMap<>();
    private final Queue<String> reads = new ConcurrentLinkedQueue<>();
    private volatile @Nullable CountDownLatch gate;

    Origin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void put(String key, byte[] bytes) {
        objects.put("/" + key, bytes);
    }

    void put(String key, byte[] bytes, String cacheControlOfObject) {
        cacheControl.put("/" + key, cacheControlOfObject);
        put(key, bytes);
    }

    long readsOf(String key) {
        return reads.stream().filter(("/" + key)::equals).count();
    }

    Queue<String> reads() {
        return reads;
    }

    /** Holds every answer back until the latch is down. */
    void holdUntil(CountDownLatch latch) {
        gate = latch;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            reads.add(path);
            await();
            var bytes = objects.get(path);
            // What a store sends of its own, and a viewer must never see.
            exchange.getResponseHeaders().set("x-amz-request-id", "1");
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.getResponseHeaders().set("Content-Encoding", "aws-chunked");
            exchange.getResponseHeaders().set("Vary", "Origin");
            exchange.getResponseHeaders().set("Content-Disposition", "inline; filename=\"x\"");
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            exchange.getResponseHeaders().set("ETag", "\"" + java.util.Arrays.hashCode(bytes) + "\"");
            var life = cacheControl.get(path);
            if (life != null) {
                exchange.getResponseHeaders().set("Cache-Control", life);
            }
            var range = exchange.getRequestHeaders().getFirst("Range");
            var asked = range == null ? null : RANGE.matcher(range);
            if (asked == null || !asked.matches()) {
                send(exchange, 200, bytes, 0, bytes.length);
                return;
            }
            var from = Integer.parseInt(asked.group(1));
            var to = asked.group(2).isEmpty()
                    ? bytes.length - 1
                    : Math.min(Integer.parseInt(asked.group(2)), bytes.length - 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + bytes.length);
            send(exchange, 206, bytes, from, to - from + 1);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes, int from, int length) throws IOException {
        exchange.sendResponseHeaders(status, length);
        exchange.getResponseBody().write(bytes, from, length);
    }

    private void await() {
        var latch = gate;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
