package dev.matinee.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks another service of the platform in JSON, with a token of our own: one instance until it fails, then the next. Each
 * instance has 10 s. For internal addresses that may be asked again without harm.
 *
 * <pre>{@code
 * PeerClient catalog = new PeerClient("catalog", instances, tokens);
 * Part part = catalog.get("/internal/catalog/documents?limit=500", Part.class);
 * }</pre>
 */
public final class PeerClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String peer;
    private final List<URI> instances;
    private final ServiceTokens tokens;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    /**
     * Connects to nobody yet.
     *
     * @param peer the other's name, for messages
     * @param instances base addresses, such as {@code http://10.0.0.7:8080}
     */
    public PeerClient(String peer, List<URI> instances, ServiceTokens tokens) {
        this.peer = peer;
        this.instances = List.copyOf(instances);
        this.tokens = tokens;
    }

    /**
     * The answer to a {@code GET}.
     *
     * @param path with its query, from {@code /}
     * @throws IOException no instance answers now; asking later may help
     * @throws IllegalStateException the answer is not what was agreed on; asking again does not help
     */
    public <T> T get(String path, Class<T> type) throws IOException {
        return ask(path, HttpRequest.newBuilder().GET(), type);
    }

    /** As {@link #get} for a question that does not fit into an address; {@code body} is sent as JSON. */
    public <T> T post(String path, Object body, Class<T> type) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
        return ask(path, request, type);
    }

    private <T> T ask(String path, HttpRequest.Builder request, Class<T> type) throws IOException {
        IOException last = new IOException("no instance of " + peer + " is known");
        for (int i = 0; i < instances.size(); i++) {
            URI instance = instances.get(Math.floorMod(turn.get(), instances.size()));
            try {
                return fit(send(request.uri(instance.resolve(path))), type);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(peer + "'s answer does not fit", e);
            } catch (IOException e) {
                last = e;
                turn.incrementAndGet();
            }
        }
        throw last;
    }

    private byte[] send(HttpRequest.Builder request) throws IOException {
        String token;
        try {
            token = tokens.token();
        } catch (ProblemException e) {
            throw new IOException("no token for " + peer, e);
        }
        HttpRequest ready = request.timeout(TIMEOUT)
                .setHeader("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(ready, HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> response.body();
                case 401 -> {
                    tokens.refused(token);
                    throw new IOException(peer + " refuses our token");
                }
                // One that is being replaced, has no rights for us yet or is overloaded: all of it passes.
                case 403, 404, 429, 500, 502, 503, 504 ->
                    throw new IOException(peer + " answers " + response.statusCode());
                default -> throw new IllegalStateException(peer + " answers " + response.statusCode());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private <T> T fit(byte[] body, Class<T> type) throws IOException {
        T answer = Json.mapper().readValue(body, type);
        if (answer == null) {
            throw new JsonMappingException(null, "nothing");
        }
        return answer;
    }
}
