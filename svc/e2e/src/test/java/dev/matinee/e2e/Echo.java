package dev.matinee.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A backend that answers with the headers that reached it, a line each, names in lower case. It has a route through every
 * chain it was given, in the way any service gets one: it registers itself with the local Consul agent, until closed.
 */
final class Echo implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI CONSUL =
            URI.create(System.getenv().getOrDefault("MATINEE_CONSUL", "http://127.0.0.1:8500"));

    private final String id = "gateway-it-" + UUID.randomUUID();
    private final HttpClient consul = HttpClient.newHttpClient();
    private final HttpServer server;

    Echo(List<String> chains) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Echo::answer);
        server.start();
        List<String> tags = Stream.concat(
                        Stream.of("traefik.enable=true"), chains.stream().flatMap(chain -> {
                            String router = "traefik.http.routers." + id + "-" + chain;
                            return Stream.of(
                                    router + ".rule=PathPrefix(`" + path(chain) + "`)",
                                    router + ".middlewares=" + chain + "@file");
                        }))
                .toList();
        // Should this process die, Consul forgets it by itself.
        Map<String, String> check = Map.of("TTL", "2m", "Status", "passing", "DeregisterCriticalServiceAfter", "1m");
        tell(
                "register",
                JSON.writeValueAsString(Map.of(
                        "ID",
                        id,
                        "Name",
                        "gateway-it",
                        "Address",
                        server.getAddress().getHostString(),
                        "Port",
                        server.getAddress().getPort(),
                        "Tags",
                        tags,
                        "Check",
                        check)));
    }

    /** Where the gateway leads here through a chain. */
    String path(String chain) {
        return "/" + id + "/" + chain + "/";
    }

    @Override
    public void close() throws IOException {
        try (consul) {
            tell("deregister/" + id, "");
        } finally {
            server.stop(0);
        }
    }

    private void tell(String what, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(CONSUL.resolve("/v1/agent/service/" + what))
                .timeout(Duration.ofSeconds(10))
                .PUT(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer;
        try {
            answer = consul.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for Consul");
        }
        if (answer.statusCode() != 200) {
            throw new IOException("Consul answers " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] lines = exchange.getRequestHeaders().entrySet().stream()
                    .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ": " + header.getValue())
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Server", "Echo/1");
            exchange.getResponseHeaders().set("X-Powered-By", "Echo");
            exchange.sendResponseHeaders(200, lines.length);
            exchange.getResponseBody().write(lines);
        }
    }
}
