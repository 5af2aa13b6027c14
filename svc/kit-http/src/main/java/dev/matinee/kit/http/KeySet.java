package dev.matinee.kit.http;

import io.helidon.security.jwt.jwk.JwkKeys;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys: fetched when first needed and again for an unknown key id, but not more often than every ten
 * seconds, so that made-up ids cannot drive load to Keycloak. Keys already held are used while Keycloak is away.
 */
final class KeySet {
    private static final System.Logger LOG = System.getLogger(KeySet.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final URI address;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable JwkKeys keys;
    private volatile Instant notBefore = Instant.MIN;

    KeySet(URI address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    /** The keys that hold {@code keyId}, or empty when the issuer does not know it. */
    Optional<JwkKeys> holding(String keyId) {
        JwkKeys held = keys;
        if (held != null && held.forKeyId(keyId).isPresent()) {
            return Optional.of(held);
        }
        fetching.lock();
        try {
            if (!clock.instant().isBefore(notBefore)) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
        JwkKeys now = keys;
        if (now == null) {
            throw ProblemException.of(
                    StandardError.UNAVAILABLE, "Tokens cannot be checked just now; try again shortly.");
        }
        return now.forKeyId(keyId).map(found -> now);
    }

    private void fetch() {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                keys = JwkKeys.create(reader.readObject());
            }
            notBefore = clock.instant().plus(PAUSE);
        } catch (IOException | JsonException e) {
            notBefore = clock.instant().plus(RETRY_PAUSE);
            LOG.log(Level.WARNING, "keys cannot be fetched from {0}: {1}", address, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
