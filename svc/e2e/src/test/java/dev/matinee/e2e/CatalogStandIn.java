package dev.matinee.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plays catalog's side of {@code GET /internal/catalog/media-access}: 204 or 403 by visibility and access epoch. */
final class CatalogStandIn implements AutoCloseable {
    private static final Pattern QUERY = Pattern.compile("content_id=([0-9a-f-]+)&epoch=(\\d*)");

    record Access(boolean open, long epoch) {}

    private final InetSocketAddress address;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Access> videos = new ConcurrentHashMap<>();
    private final Map<String, String> captions = new ConcurrentHashMap<>();
    private final Queue<String> questions = new ConcurrentLinkedQueue<>();
    private @Nullable HttpServer server;

    CatalogStandIn() throws IOException {
        server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getAddress();
    }

    String hostAndPort() {
        return "127.0.0.1:" + address.getPort();
    }

    void open(String contentId) {
        videos.put(contentId, new Access(true, 0));
    }

    void closed(String contentId, long epoch) {
        videos.put(contentId, new Access(false, epoch));
    }

    /** A file of captions, by {@code <content>/<version>/<number>/<file>}. */
    void caption(String path, String text) {
        captions.put("/internal/catalog/captions/" + path, text);
    }

    void delete(String contentId) {
        videos.remove(contentId);
    }

    long questionsAbout(String contentId) {
        return questions.stream().filter(contentId::equals).count();
    }

    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    void start() throws IOException {
        if (server == null) {
            server = listen(address);
        }
    }

    private HttpServer listen(InetSocketAddress where) throws IOException {
        var listening = HttpServer.create(where, 256);
        listening.setExecutor(threads);
        listening.createContext("/internal/catalog/media-access", this::answer);
        listening.createContext("/internal/catalog/captions/", this::caption);
        listening.start();
        return listening;
    }

    private void caption(HttpExchange exchange) throws IOException {
        try (exchange) {
            var text = captions.get(exchange.getRequestURI().getPath());
            if (text == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            questions.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("Cache-Control", "public, max-age=60");
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = QUERY.matcher(exchange.getRequestURI().getQuery());
            if (!query.matches()) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            questions.add(query.group(1));
            var access = videos.get(query.group(1));
            var epoch = query.group(2);
            var granted = access != null
                    && (epoch.isEmpty() ? access.open() : access.open() || Long.parseLong(epoch) == access.epoch());
            exchange.sendResponseHeaders(granted ? 204 : 403, -1);
        }
    }

    @Override
    public void close() {
        stop();
        threads.close();
    }
}
