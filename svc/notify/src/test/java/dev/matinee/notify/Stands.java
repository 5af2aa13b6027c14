package dev.matinee.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** What notify asks of catalog and of Keycloak, out of maps, and the token to ask them with. */
final class Stands {
    private static final String TOKEN = "token-of-the-services";

    private final HttpServer server;
    private final Map<String, ObjectNode> people = new ConcurrentSkipListMap<>();
    private final Map<String, List<ObjectNode>> relations = new ConcurrentHashMap<>();
    private volatile boolean keycloakAway;

    Stands() {
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
        server.createContext("/realm/users", this::users);
        server.createContext("/internal/catalog/social", this::social);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void person(String id, String name, String email, String language) {
        ObjectNode user = Json.mapper()
                .createObjectNode()
                .put("id", id)
                .put("username", "user-" + id)
                .put("firstName", name)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true);
        user.putObject("attributes").putArray("locale").add(language);
        people.put(id, user);
    }

    void unverified(String id) {
        people.computeIfPresent(id, (key, user) -> user.put("emailVerified", false));
    }

    void keycloakAway(boolean now) {
        keycloakAway = now;
    }

    /** Who followed, muted or blocked before there was an event of it. */
    void relation(String kind, String member, String channel, String owner, String at) {
        relations
                .computeIfAbsent(kind, key -> new CopyOnWriteArrayList<>())
                .add(Json.mapper()
                        .createObjectNode()
                        .put("row", channel)
                        .put("member", member)
                        .put("channel_id", channel)
                        .put("channel_owner", owner)
                        .put("at", at));
    }

    private void users(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (keycloakAway) {
            send(exchange, 503, Json.mapper().createObjectNode());
        } else if (!authorized(exchange)) {
            send(exchange, 401, Json.mapper().createObjectNode());
        } else if (path.equals("/realm/users")) {
            ArrayNode page = Json.mapper().createArrayNode();
            people.values().stream()
                    .skip(number(exchange, "first"))
                    .limit(number(exchange, "max"))
                    .forEach(page::add);
            send(exchange, 200, page);
        } else {
            ObjectNode user = people.get(path.substring("/realm/users/".length()));
            send(
                    exchange,
                    user == null ? 404 : 200,
                    user == null ? Json.mapper().createObjectNode() : user);
        }
    }

    /** In pages of two, the cursor being how many were read. */
    private void social(HttpExchange exchange) throws IOException {
        if (!authorized(exchange)) {
            send(exchange, 401, Json.mapper().createObjectNode());
            return;
        }
        String query = exchange.getRequestURI().getRawQuery();
        String kind = query.replaceAll(".*kind=([a-z]+).*", "$1");
        List<ObjectNode> all = new ArrayList<>(relations.getOrDefault(kind, List.of()));
        int first = query.contains("after=") ? number(exchange, "after") : 0;
        ObjectNode answer = Json.mapper().createObjectNode();
        ArrayNode data = answer.putArray("data");
        all.stream().skip(first).limit(2).forEach(data::add);
        if (first + 2 < all.size()) {
            answer.put("next_cursor", String.valueOf(first + 2));
        }
        send(exchange, 200, answer);
    }

    private static boolean authorized(HttpExchange exchange) {
        return ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static int number(HttpExchange exchange, String name) {
        return Integer.parseInt(exchange.getRequestURI().getRawQuery().replaceAll(".*" + name + "=([0-9]+).*", "$1"));
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.write(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
