package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ServiceTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks catalog who follows, mutes and blocks whom, at one instance after the other. */
final class CatalogClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final List<URI> instances;
    private final ServiceTokens tokens;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    CatalogClient(List<URI> instances, ServiceTokens tokens) {
        this.instances = instances;
        this.tokens = tokens;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Relation(String member, UUID channelId, String channelOwner, Instant at) {}

    /** @param nextCursor null on the last page */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Relations(List<Relation> data, @Nullable String nextCursor) {}

    /** @param kind {@code follow | mute | block} */
    Relations relations(String kind, @Nullable String after) throws IOException {
        String path = "/internal/catalog/social?kind=" + kind + "&limit=" + PAGE
                + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
        IOException last = new IOException("no instance of catalog is known");
        for (int i = 0; i < instances.size(); i++) {
            try {
                return ask(instances
                        .get(Math.floorMod(turn.get(), instances.size()))
                        .resolve(path));
            } catch (IOException e) {
                last = e;
                turn.incrementAndGet();
            }
        }
        throw last;
    }

    private Relations ask(URI uri) throws IOException {
        try {
            String token = tokens.token();
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 401) {
                tokens.refused(token);
            }
            if (response.statusCode() != 200) {
                throw new IOException("catalog answers " + response.statusCode());
            }
            return Json.mapper().readValue(response.body(), Relations.class);
        } catch (ProblemException e) {
            throw new IOException("no token for catalog", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
