package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances of another service, which also give the tokens: each a new one. */
class PeerClientTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Instance first = new Instance("first");
    private final Instance second = new Instance("second");
    private final PeerClient peer = new PeerClient(
            "catalog",
            List.of(first.address(), second.address()),
            new ServiceTokens(
                    new ServiceTokenSettings(first.address().resolve("/token"), "us", "secret"), Clock.systemUTC()));
    private final AtomicInteger tokens = new AtomicInteger();

    record Things(List<String> data) {}

    @AfterEach
    void stop() {
        first.server.stop(0);
        second.server.stop(0);
    }

    @Test
    void get_firstFails_secondAnswersAndIsAskedFromThenOn() throws IOException {
        first.status = 503;
        assertThat(peer.get("/things?limit=2", Things.class).data()).containsExactly("a");
        assertThat(peer.get("/things?limit=2", Things.class).data()).containsExactly("a");
        assertThat(heard)
                .containsExactly(
                        "first GET /things?limit=2 token-1",
                        "second GET /things?limit=2 token-1",
                        "second GET /things?limit=2 token-1");
    }

    @Test
    void post_body_isSentAsJson() throws IOException {
        peer.post("/things", Map.of("ids", List.of("x")), Things.class);
        assertThat(heard).containsExactly("first POST /things token-1 {\"ids\":[\"x\"]}");
    }

    @Test
    void get_tokenRefused_nextCallHasAnother() throws IOException {
        first.status = 401;
        second.status = 401;
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> peer.get("/things", Things.class));
        first.status = 200;
        peer.get("/things", Things.class);
        assertThat(heard.getFirst()).endsWith("token-1");
        assertThat(heard.getLast()).isNotEqualTo(heard.getFirst()).startsWith("first GET");
    }

    @Test
    void get_allFail_saysSo() {
        first.status = 500;
        second.status = 404;
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> peer.get("/things", Things.class))
                .withMessage("catalog answers 404");
    }

    @Test
    void get_notWhatWasAgreedOn_isNotTriedAgain() {
        first.status = 400;
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> peer.get("/things", Things.class));
        first.status = 200;
        first.body = "[1";
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> peer.get("/things", Things.class));
        assertThat(heard).allMatch(line -> line.startsWith("first"));
    }

    private final class Instance {
        private final HttpServer server;
        private volatile int status = 200;
        private volatile String body = "{\"data\":[\"a\"]}";

        Instance(String name) {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/token", exchange -> {
                String token = "token-" + tokens.incrementAndGet();
                answer(exchange, 200, "{\"access_token\":\"" + token + "\",\"expires_in\":300}");
            });
            server.createContext("/things", exchange -> {
                String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                heard.add((name + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                                + exchange.getRequestHeaders()
                                        .getFirst("Authorization")
                                        .replace("Bearer ", "") + " " + sent)
                        .strip());
                answer(exchange, status, body);
            });
            server.start();
        }

        private URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private static void answer(HttpExchange exchange, int status, String body) throws IOException {
            try (exchange) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
