package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CutBodyTest {
    @Property(tries = 200)
    void read_wherever_isAllAndTheEventIsOver(
            @ForAll @Size(min = 1, max = 50) byte[] bytes, @ForAll @IntRange(max = 49) int point) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        try (CutBody body = new CutBody(bytes, point % bytes.length, () -> over.set(true))) {
            assertThat(body.readAllBytes()).isEqualTo(bytes);
            assertThat(over).isTrue();
            assertThat(body.happened()).isTrue();
        }
    }

    @Test
    void read_toTheEvent_beginsItAndSendsMoreMeanwhile() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Runnable event = () -> {
            begun.countDown();
            awaitEnd(end);
        };
        try (CutBody body = new CutBody(new byte[100], 40, event)) {
            assertThat(body.read(new byte[64])).isEqualTo(40);
            assertThat(begun.getCount()).isOne();
            assertThat(body.read(new byte[64])).isEqualTo(59);
            begun.await();
            end.countDown();
            assertThat(body.read(new byte[64])).isOne();
            assertThat(body.read(new byte[64])).isEqualTo(-1);
        }
    }

    @Test
    void send_toOneThatReads_arrivesWholeWithItsLength() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        List<String> lengths = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            lengths.add(exchange.getRequestHeaders().getFirst("Content-Length"));
            byte[] got = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(Arrays.equals(got, bytes) ? 204 : 400, -1);
        });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient();
                CutBody body = new CutBody(bytes, 100_000, () -> {})) {
            assertThat(client.send(request(server, body), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(lengths).containsExactly("300000");
            assertThat(body.happened()).isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void send_toOneThatEndsMeanwhile_breaks() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
        });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient();
                CutBody body = new CutBody(new byte[300_000], 100_000, () -> server.stop(0))) {
            assertThatThrownBy(() -> client.send(request(server, body), HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
            assertThat(body.happened()).isTrue();
        }
    }

    private static HttpRequest request(HttpServer server, CutBody body) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .timeout(Duration.ofMinutes(1))
                .method("PATCH", body.publisher())
                .build();
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
