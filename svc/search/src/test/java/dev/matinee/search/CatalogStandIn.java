package dev.matinee.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The two questions that search asks of catalog, out of a map, and the token to ask them with. */
final class CatalogStandIn implements AutoCloseable {
    static final String TOKEN = "token-of-the-services";

    private final HttpServer server;
    private final Map<String, CatalogDocument> documents = new ConcurrentSkipListMap<>();
    private final AtomicInteger pages = new AtomicInteger();
    private volatile boolean away;
    private volatile Runnable beforePage = () -> {};
    private volatile Runnable beforeAnswer = () -> {};

    CatalogStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            send(
                    exchange,
                    200,
                    Json.mapper().createObjectNode().put("access_token", TOKEN).put("expires_in", 300));
        });
        server.createContext("/internal/catalog/documents", this::documents);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void put(CatalogDocument document) {
        documents.put(document.id(), document);
    }

    void remove(String id) {
        documents.remove(id);
    }

    void clear() {
        documents.clear();
    }

    void away(boolean now) {
        away = now;
    }

    /** Runs before each page of everything is read. */
    void beforePage(Runnable work) {
        beforePage = work;
    }

    /** Runs when what some things are has been looked up and is not answered yet. */
    void beforeAnswer(Runnable work) {
        beforeAnswer = work;
    }

    int pages() {
        return pages.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void documents(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (away) {
            send(exchange, 503, Json.mapper().createObjectNode());
        } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, Json.mapper().createObjectNode());
        } else if (exchange.getRequestMethod().equals("POST")) {
            some(exchange, Json.mapper().readTree(body));
        } else {
            page(exchange);
        }
    }

    /** Ends after two, and names the rest, as catalog does after some megabytes. */
    private void some(HttpExchange exchange, JsonNode wanted) throws IOException {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode data = answer.putArray("data");
        ArrayNode rest = answer.putArray("rest");
        wanted.path("ids").forEach(id -> {
            CatalogDocument document = documents.get(id.asText());
            if (document != null && data.size() < 2) {
                data.addPOJO(document);
            } else if (document != null) {
                rest.add(document.id());
            }
        });
        beforeAnswer.run();
        send(exchange, 200, answer);
    }

    private void page(HttpExchange exchange) throws IOException {
        pages.incrementAndGet();
        beforePage.run();
        String after = parameter(exchange, "after");
        String channel = parameter(exchange, "channel");
        int limit = Math.min(50, Integer.parseInt(parameter(exchange, "limit")));
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode data = answer.putArray("data");
        documents.values().stream()
                .filter(document -> document.id().compareTo(after) > 0)
                .filter(document -> channel.isEmpty()
                        || (document.visible() && document.channel().id().equals(channel)))
                .limit(limit)
                .forEach(data::addPOJO);
        if (data.size() == limit) {
            answer.put("next_cursor", ((CatalogDocument) ((POJONode) data.get(limit - 1)).getPojo()).id());
        }
        send(exchange, 200, answer);
    }

    private static String parameter(HttpExchange exchange, String name) {
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Json.write(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
