package dev.matinee.kit.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A service's own access token, by the client credentials grant (RFC 6749 section 4.4). It is kept and renewed in the
 * last fifth of its life by one caller while the others go on with the old one, so that a short absence of Keycloak is
 * not felt; only when there is none that holds do callers wait, all for the same request.
 *
 * <pre>{@code
 * String token = tokens.token();
 * // 401 by the peer: its keys or the realm changed
 * tokens.refused(token);
 * }</pre>
 */
public final class ServiceTokens {
    private static final System.Logger LOG = System.getLogger(ServiceTokens.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** After a failure nobody asks for so long; else each of many callers would wait out the timeout in turn. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** A token is not used in its last seconds: it has still to travel. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ServiceTokenSettings settings;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Held held;
    private volatile Instant notBefore = Instant.MIN;

    public ServiceTokens(ServiceTokenSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private record Held(String token, Instant renewAt, Instant until) {}

    /**
     * The token, for {@code Authorization: Bearer}. Waits for Keycloak at most some seconds.
     *
     * @throws ProblemException 503 when there is none and Keycloak gives none
     */
    public String token() {
        Held known = held;
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.renewAt)) {
            return known.token;
        }
        if (known != null && now.isBefore(known.until)) {
            return fetching.tryLock() ? renewed(known) : known.token;
        }
        fetching.lock();
        return renewed(known);
    }

    /** To be told when a peer refuses a token, so that the next {@link #token} asks for another. */
    public void refused(String token) {
        Held known = held;
        if (known != null && known.token.equals(token)) {
            held = null;
        }
    }

    /** Under the lock, which it gives back. */
    private String renewed(@Nullable Held known) {
        try {
            Held current = held;
            Instant now = clock.instant();
            if (current != null && !current.equals(known) && now.isBefore(current.until)) {
                return current.token;
            }
            boolean holds = current != null && now.isBefore(current.until);
            try {
                if (now.isBefore(notBefore)) {
                    throw new IOException("asked a moment ago in vain");
                }
                Held fresh = fetch();
                held = fresh;
                return fresh.token;
            } catch (IOException e) {
                if (holds && current != null) {
                    return current.token;
                }
                throw ProblemException.of(StandardError.UNAVAILABLE, e);
            }
        } finally {
            fetching.unlock();
        }
    }

    private Held fetch() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(settings.endpoint())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                        + encoded(settings.client()) + "&client_secret=" + encoded(settings.secret())))
                .build();
        Instant asked = clock.instant();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            JsonNode answer = Json.mapper().readTree(response.body());
            String token = answer.path("access_token").asText();
            Duration life = Duration.ofSeconds(answer.path("expires_in").asLong());
            if (token.isEmpty() || life.compareTo(MARGIN) <= 0) {
                throw new IOException("an answer without a token that lasts");
            }
            return new Held(
                    token,
                    asked.plus(life.multipliedBy(4).dividedBy(5)),
                    asked.plus(life).minus(MARGIN));
        } catch (IOException e) {
            notBefore = clock.instant().plus(PAUSE);
            LOG.log(Level.WARNING, "no token from {0}: {1}", settings.endpoint(), e.toString());
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
