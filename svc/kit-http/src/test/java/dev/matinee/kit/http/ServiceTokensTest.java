package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service's own token, from an endpoint that gives a new one of five minutes each time. */
class ServiceTokensTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final MovingClock clock = new MovingClock(Instant.parse("2026-05-01T12:00:00Z"));
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile int status = 200;
    private volatile String answer = "";
    private final HttpServer server = endpoint();
    private final ServiceTokens tokens = new ServiceTokens(
            new ServiceTokenSettings(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token"), "us", "s+&c"),
            clock);

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void token_askedOnceAndKept() {
        assertThat(tokens.token()).isEqualTo("token-1");
        clock.forward(Duration.ofSeconds(239));
        assertThat(tokens.token()).isEqualTo("token-1");
        assertThat(asked).containsExactly("grant_type=client_credentials&client_id=us&client_secret=s%2B%26c");
    }

    @Test
    void token_renewedBeforeItEnds() {
        tokens.token();
        clock.forward(Duration.ofSeconds(241));
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @Test
    void token_whileKeycloakIsAway_usedToItsEnd() {
        tokens.token();
        status = 500;
        clock.forward(Duration.ofSeconds(294));
        assertThat(tokens.token()).isEqualTo("token-1");
        clock.forward(Duration.ofSeconds(2));
        assertThatThrownBy(tokens::token)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(StandardError.UNAVAILABLE));
        status = 200;
        clock.forward(Duration.ofSeconds(1));
        assertThat(tokens.token()).startsWith("token-");
    }

    @Test
    void token_justFailed_notAskedAgainAtOnce() {
        status = 401;
        assertThatThrownBy(tokens::token).isInstanceOf(ProblemException.class);
        assertThatThrownBy(tokens::token).isInstanceOf(ProblemException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void token_nonsense_refused() {
        for (String nonsense : List.of("{}", "nothing", "{\"access_token\":\"t\",\"expires_in\":3}")) {
            answer = nonsense;
            clock.forward(Duration.ofSeconds(2));
            assertThatThrownBy(tokens::token).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void refused_anotherIsAskedFor() {
        String first = tokens.token();
        tokens.refused("some older one");
        assertThat(tokens.token()).isEqualTo(first);
        tokens.refused(first);
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @Test
    void token_manyAtOnce_oneRequest() throws Exception {
        open = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> one = tokens::token;
            List<Future<String>> all =
                    Collections.nCopies(50, one).stream().map(threads::submit).toList();
            open.countDown();
            Set<String> got = ConcurrentHashMap.newKeySet();
            for (Future<String> each : all) {
                got.add(each.get());
            }
            assertThat(got).containsExactly("token-1");
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void settings_hideTheSecret() {
        assertThat(new ServiceTokenSettings(URI.create("http://k/"), "us", "hidden").toString())
                .doesNotContain("hidden");
    }

    private HttpServer endpoint() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/token", exchange -> {
                asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                String body = answer.isEmpty()
                        ? "{\"access_token\":\"token-" + asked.size() + "\",\"expires_in\":300}"
                        : answer;
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
