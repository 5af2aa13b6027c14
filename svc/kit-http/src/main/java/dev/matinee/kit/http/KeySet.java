package dev.matinee.kit.http;

import io.helidon.security.jwt.jwk.JwkKeys;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys: fetched when first needed and again for an unknown key id, but not more often than every ten
 * seconds, so that made-up ids cannot drive load to Keycloak. What is in use is fetched anew behind its users' backs every
 * five minutes, so that a key the issuer has taken back is not trusted on; whoever first finds keys that nobody has used
 * for ten waits for them. Keys already held are used while Keycloak is away.
 */
final class KeySet {
    private static final System.Logger LOG = System.getLogger(KeySet.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration STALE = Duration.ofMinutes(10);
    private static final Duration REFRESH_PAUSE = Duration.ofSeconds(30);

    private final URI address;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ReentrantLock fetching = new ReentrantLock();
    private @Nullable JsonObject shown;
    private volatile @Nullable JwkKeys keys;
    private volatile Instant notBefore = Instant.MIN;
    private volatile Instant fetchedAt = Instant.MIN;
    private final AtomicReference<Instant> refreshAfter = new AtomicReference<>(Instant.MAX);

    KeySet(URI address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    /** The keys that hold {@code keyId}, or empty when the issuer does not know it. */
    Optional<JwkKeys> holding(String keyId) {
        JwkKeys held = current();
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

    /** The keys now held, the same object for as long as the issuer shows the same; null before the first are needed. */
    @Nullable
    JwkKeys current() {
        Instant now = clock.instant();
        Instant due = refreshAfter.get();
        // Whoever moves it on is the one who fetches.
        if (!now.isBefore(due) && refreshAfter.compareAndSet(due, now.plus(REFRESH_PAUSE))) {
            Thread refresh = Thread.ofVirtual().name("keys-refresh").start(this::refresh);
            if (!now.isBefore(fetchedAt.plus(STALE))) {
                waitFor(refresh);
            }
        }
        return keys;
    }

    private void refresh() {
        fetching.lock();
        try {
            fetch();
        } finally {
            fetching.unlock();
        }
    }

    private static void waitFor(Thread refresh) {
        try {
            if (!refresh.join(TIMEOUT)) {
                LOG.log(Level.WARNING, "keys are fetched slowly; those held are used on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
                hold(reader.readObject());
            }
            Instant now = clock.instant();
            notBefore = now.plus(PAUSE);
            fetchedAt = now;
            refreshAfter.set(now.plus(FRESH));
        } catch (IOException | JsonException e) {
            notBefore = clock.instant().plus(RETRY_PAUSE);
            LOG.log(Level.WARNING, "keys cannot be fetched from {0}: {1}", address, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hold(JsonObject document) {
        if (!document.equals(shown)) {
            keys = JwkKeys.create(document);
            shown = document;
        }
    }
}
