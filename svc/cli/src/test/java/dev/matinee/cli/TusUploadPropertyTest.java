package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TusUploadPropertyTest {
    /** A tus server of a few lines that keeps only a part of some pieces and then hangs up, as a cut line would. */
    private static final class Cutting implements AutoCloseable {
        private final HttpServer server;
        private final Random random;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private int cutsLeft;
        private int longestPiece = Integer.MAX_VALUE;

        Cutting(long seed, int cuts) throws IOException {
            random = new Random(seed);
            cutsLeft = cuts;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/files/1", this::handle);
            server.start();
        }

        private synchronized void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                if (exchange.getRequestMethod().equals("HEAD")) {
                    answer(exchange, 200);
                    return;
                }
                var offset = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Offset"));
                var piece = exchange.getRequestBody().readAllBytes();
                if (offset != held.size()) {
                    answer(exchange, 409);
                } else if (piece.length <= longestPiece && cutsLeft == 0) {
                    held.write(piece);
                    answer(exchange, 204);
                } else if (cutsLeft > 0) {
                    cutsLeft--;
                    held.write(piece, 0, random.nextInt(piece.length + 1));
                }
            }
        }

        private void answer(HttpExchange exchange, int status) throws IOException {
            exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(held.size()));
            exchange.sendResponseHeaders(status, -1);
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files/1");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Property(tries = 15)
    void send_cutAnywhere_theServerHoldsTheFile(
            @ForAll @IntRange(max = 200_000) int size, @ForAll @IntRange(max = 2) int cuts, @ForAll long seed)
            throws IOException {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        var file = Files.write(Files.createTempFile("tus", ".bin"), bytes);
        var told = new AtomicLong();
        try (var server = new Cutting(seed, cuts)) {
            var gateway = new Gateway(server.uri(), Login.fixed("token"), Trace.begin());
            assertThat(new TusUpload(gateway, file).send(server.uri().toString(), told::set))
                    .isTrue();
            assertThat(server.held.toByteArray()).isEqualTo(bytes);
            assertThat(told).hasValue(size);
        } finally {
            Files.delete(file);
        }
    }

    @Example
    void send_overALineTooSlowForLargePieces_sendsSmallerOnes() throws IOException {
        var bytes = new byte[20 * 1024 * 1024];
        new Random(3).nextBytes(bytes);
        var file = Files.write(Files.createTempFile("tus", ".bin"), bytes);
        try (var server = new Cutting(3, 0)) {
            server.longestPiece = 3 * 1024 * 1024;
            var gateway = new Gateway(server.uri(), Login.fixed("token"), Trace.begin());
            assertThat(new TusUpload(gateway, file).send(server.uri().toString(), sent -> {}))
                    .isTrue();
            assertThat(server.held.toByteArray()).isEqualTo(bytes);
        } finally {
            Files.delete(file);
        }
    }

    @Example
    void encoded_metadata_isKeyAndBase64() {
        assertThat(TusUpload.encoded(Map.of("filename", "é.mp4"))).isEqualTo("filename w6kubXA0");
    }
}
