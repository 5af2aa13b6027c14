package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.test.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One deadline for all that a try consists of. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OutsideClientTest {
    private static final byte[] NOTHING = new byte[0];

    private final int port = Ports.free();

    private OutsideClient client(Duration timeout, Names.Resolver resolver) {
        return new OutsideClient(
                new OutsideClient.Settings(timeout, 4, Set.of("slow.example:" + port, "127.0.0.1:" + port)), resolver);
    }

    @Test
    void slowRedirects_endWithTheTry_thoughEachAnswersInTime() throws Exception {
        try (Receiver receiver = new Receiver(port);
                OutsideClient client = client(Duration.ofSeconds(3), InetAddress::getAllByName)) {
            for (int hop = 0; hop < OutsideClient.MAX_REDIRECTS; hop++) {
                receiver.answer(
                        "/" + hop,
                        307,
                        "Location",
                        receiver.uri("/" + (hop + 1)).toString());
                receiver.slowly("/" + hop, Duration.ofSeconds(2));
            }
            assertThatThrownBy(() -> client.post(receiver.uri("/0"), Map.of(), NOTHING, "text/plain"))
                    .isInstanceOf(IOException.class);
            assertThat(receiver.got("/" + OutsideClient.MAX_REDIRECTS)).isEmpty();
        }
    }

    @Test
    void nameThatIsNeverAnswered_endsWithTheTry() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        try (OutsideClient client = client(Duration.ofMillis(200), host -> never(host, answers))) {
            // More than are asked for and wait at once.
            for (int i = 0; i < 12; i++) {
                assertThatThrownBy(() -> client.post(
                                URI.create("http://slow.example:" + port + "/"), Map.of(), NOTHING, "text/plain"))
                        .isInstanceOf(IOException.class);
            }
        } finally {
            answers.countDown();
        }
    }

    private static InetAddress[] never(String host, CountDownLatch answers) throws UnknownHostException {
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }
}
