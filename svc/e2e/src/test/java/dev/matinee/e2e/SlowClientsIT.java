package dev.matinee.e2e;

import static dev.matinee.e2e.RunningPlatform.PUBLIC_READ;
import static dev.matinee.e2e.RunningPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody opens connections to a running gateway and sends next to nothing on them. */
@Tag("stack")
class SlowClientsIT {
    private static final String ME = "/api/catalog/v1/me";
    private static final String VIDEOS = "/api/catalog/v1/videos";
    private static final int HEADERS = 300;
    private static final int BODIES = 400;
    /** How many requests of an address may be under way on member routes: gateway-traefik/dynamic/limits.yml. */
    private static final int AT_ONCE = 256;

    private final Gateway gateway = new Gateway();

    @Test
    void slowClients_ofOneAddress_keepNobodyOutAndAreCutOff() throws Exception {
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        List<Slow> headers = new ArrayList<>();
        List<Slow> bodies = new ArrayList<>();
        try {
            for (int i = 0; i < HEADERS; i++) {
                headers.add(new Slow("GET " + PUBLIC_READ + " HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
            }
            for (int i = 0; i < BODIES; i++) {
                bodies.add(new Slow("POST " + VIDEOS + " HTTP/1.1\r\nHost: localhost\r\n" + creator
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
            }

            await(() -> bodies.stream().filter(slow -> slow.answered(429)).count() >= BODIES - AT_ONCE);
            assertThat(gateway.get(PUBLIC_READ).status()).isEqualTo(200);
            assertThat(gateway.get(ME, creator).status()).isEqualTo(200);

            await(() -> headers.stream().allMatch(Slow::isCutOff));
            await(() -> bodies.stream().allMatch(Slow::isCutOff));
            assertThat(bodies).noneMatch(slow -> slow.answered(201));
            assertThat(gateway.get(ME, creator).status()).isEqualTo(200);
        } finally {
            for (Slow slow : headers) {
                slow.close();
            }
            for (Slow slow : bodies) {
                slow.close();
            }
        }
    }

    /** A connection from another address of this machine, on which a request is begun and never ended. */
    private static final class Slow {
        private static final String FROM = "127.0.0.2";

        private final SocketChannel channel;
        private final ByteBuffer received = ByteBuffer.allocate(4096);
        private boolean cutOff;

        Slow(String begun) throws IOException {
            URI address = URI.create(System.getenv("MATINEE_URL"));
            channel = SocketChannel.open();
            channel.bind(new InetSocketAddress(FROM, 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
            ByteBuffer bytes = ByteBuffer.wrap(begun.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.configureBlocking(false);
        }

        boolean answered(int status) {
            read();
            return new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1)
                    .startsWith("HTTP/1.1 " + status);
        }

        boolean isCutOff() {
            read();
            return cutOff;
        }

        private void read() {
            try {
                cutOff = cutOff || (received.hasRemaining() && channel.read(received) < 0);
            } catch (IOException e) {
                cutOff = true;
            }
        }

        void close() throws IOException {
            channel.close();
        }
    }
}
