package dev.matinee.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Somebody else's program: it keeps what it got at each path and answers as it was told to. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, List<Got>> got = new ConcurrentHashMap<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, Duration> pauses = new ConcurrentHashMap<>();
    private final CountDownLatch ending = new CountDownLatch(1);

    /** One request. */
    static final class Got {
        private final Map<String, List<String>> headers;
        private final byte[] bytes;

        private Got(Map<String, List<String>> headers, byte[] bytes) {
            this.headers = headers;
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    /** @param status 0 for none at all */
    record Reply(int status, Map<String, String> headers) {}

    Receiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    void answer(String path, int status, String... headers) {
        Map<String, String> all = new ConcurrentHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        replies.put(path, new Reply(status, all));
    }

    /** It thinks for so long before it answers. */
    void slowly(String path, Duration pause) {
        pauses.put(path, pause);
    }

    List<Got> got(String path) {
        return got.getOrDefault(path, List.of());
    }

    private void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        got.computeIfAbsent(path, key -> new CopyOnWriteArrayList<>())
                .add(new Got(Map.copyOf(exchange.getRequestHeaders()), body));
        Reply reply = replies.getOrDefault(path, new Reply(204, Map.of()));
        Duration pause = reply.status() == 0 ? Duration.ofDays(1) : pauses.getOrDefault(path, Duration.ZERO);
        try {
            ending.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (reply.status() == 0) {
            exchange.close();
            return;
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        ending.countDown();
        server.stop(0);
    }
}
