package dev.matinee.search;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks catalog for the current state of things, at one instance after the other. */
final class CatalogClient {
    static final int MAX_IDS = 500;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String PATH = "/internal/catalog/documents";

    private final List<URI> instances;
    private final ServiceTokens tokens;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    CatalogClient(List<URI> instances, ServiceTokens tokens) {
        this.instances = instances;
        this.tokens = tokens;
    }

    /**
     * A part of everything there is.
     *
     * @param nextCursor where the next part begins; null on the last
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Part(List<CatalogDocument> data, @Nullable String nextCursor) {}

    /**
     * The current state of some.
     *
     * @param gone what catalog does not know
     */
    record States(List<CatalogDocument> documents, Set<String> gone) {}

    /** Everything in parts, in an order that what is made meanwhile does not disturb. */
    Part list(@Nullable String after, int limit) throws AwayException {
        return part(ask(HttpRequest.newBuilder().GET(), "?limit=" + limit + behind(after)));
    }

    /** The same of what a channel shows to anybody, the channel itself among it. */
    Part ofChannel(String channel, @Nullable String after, int limit) throws AwayException {
        String of = "&channel=" + URLEncoder.encode(channel, StandardCharsets.UTF_8);
        return part(ask(HttpRequest.newBuilder().GET(), "?limit=" + limit + of + behind(after)));
    }

    private static String behind(@Nullable String after) {
        return after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    }

    /** These, however many answers it takes: catalog ends one at some megabytes and names the rest. */
    States byIds(Collection<String> ids) throws AwayException {
        List<CatalogDocument> documents = new ArrayList<>();
        List<String> left = new ArrayList<>(ids);
        Set<String> gone = new HashSet<>(ids);
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(MAX_IDS, left.size()));
            JsonNode answer = ask(
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(Map.of("ids", some)))),
                    "");
            some.clear();
            answer.path("rest").forEach(id -> left.add(id.asText()));
            List<CatalogDocument> part = part(answer).data();
            if (part.isEmpty() && !answer.path("rest").isEmpty()) {
                throw new IllegalStateException("catalog answers nothing of what it was asked");
            }
            documents.addAll(part);
        }
        documents.forEach(document -> gone.remove(document.id()));
        return new States(documents, gone);
    }

    private static Part part(JsonNode answer) {
        try {
            return Json.mapper().treeToValue(answer, Part.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("catalog's answer does not fit", e);
        }
    }

    private JsonNode ask(HttpRequest.Builder request, String query) throws AwayException {
        IOException last = new IOException("no instance is known");
        for (int i = 0; i < instances.size(); i++) {
            URI instance = instances.get(Math.floorMod(turn.get(), instances.size()));
            try {
                return ask(request, instance, query);
            } catch (IOException e) {
                last = e;
                turn.incrementAndGet();
            }
        }
        throw new AwayException("catalog", last);
    }

    private JsonNode ask(HttpRequest.Builder request, URI instance, String query) throws IOException {
        String token;
        try {
            token = tokens.token();
        } catch (ProblemException e) {
            throw new IOException("no token for catalog", e);
        }
        HttpRequest ready = request.uri(instance.resolve(PATH + query))
                .timeout(TIMEOUT)
                .setHeader("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(ready, HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> Json.mapper().readTree(response.body());
                case 401 -> {
                    tokens.refused(token);
                    throw new IOException("catalog refuses our token");
                }
                // A catalog that is being replaced, has no rights for us yet or is overloaded: all of it passes.
                case 403, 404, 429, 500, 502, 503, 504 -> throw new IOException("status " + response.statusCode());
                default -> throw new IllegalStateException("catalog answers " + response.statusCode());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
