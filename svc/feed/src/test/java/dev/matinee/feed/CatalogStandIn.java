package dev.matinee.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** What feed asks of catalog, out of maps, and the token to ask it with. */
final class CatalogStandIn implements AutoCloseable {
    private static final String TOKEN = "token-of-the-services";
    private static final int PAGE = 3;

    private final HttpServer server;
    private final Map<String, CatalogDocument> documents = new ConcurrentSkipListMap<>();
    private final Map<String, List<CatalogClient.Row>> social = new ConcurrentHashMap<>();
    private volatile boolean away;

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
        server.createContext("/internal/catalog/social", this::social);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void put(CatalogDocument document) {
        documents.merge(document.id(), document, (held, given) -> given.revision() >= held.revision() ? given : held);
    }

    void remove(String id) {
        documents.remove(id);
    }

    void did(String kind, CatalogClient.Row row) {
        social.computeIfAbsent(kind, key -> new CopyOnWriteArrayList<>()).add(row);
    }

    void away(boolean now) {
        away = now;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private boolean refused(HttpExchange exchange) throws IOException {
        if (away) {
            send(exchange, 503, Json.mapper().createObjectNode());
        } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, Json.mapper().createObjectNode());
        } else {
            return false;
        }
        return true;
    }

    private void documents(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (refused(exchange)) {
            return;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            some(exchange, Json.mapper().readTree(body));
        } else {
            page(exchange, new ArrayList<>(documents.values()));
        }
    }

    private void social(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (!refused(exchange)) {
            page(exchange, social.getOrDefault(parameter(exchange, "kind"), List.of()));
        }
    }

    /** Ends after some, and names the rest, as catalog does after some megabytes. */
    private void some(HttpExchange exchange, JsonNode wanted) throws IOException {
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode data = answer.putArray("data");
        ArrayNode rest = answer.putArray("rest");
        wanted.path("ids").forEach(id -> {
            CatalogDocument document = documents.get(id.asText());
            if (document != null && data.size() < PAGE) {
                data.addPOJO(document);
            } else if (document != null) {
                rest.add(document.id());
            }
        });
        send(exchange, 200, answer);
    }

    private static void page(HttpExchange exchange, List<?> all) throws IOException {
        String after = parameter(exchange, "after");
        int from = after.isEmpty() ? 0 : Integer.parseInt(after);
        int to = Math.min(all.size(), from + PAGE);
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode data = answer.putArray("data");
        all.subList(Math.min(from, to), to).forEach(data::addPOJO);
        if (to < all.size()) {
            answer.put("next_cursor", String.valueOf(to));
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
