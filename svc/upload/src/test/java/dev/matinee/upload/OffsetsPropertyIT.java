package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** However a body is split, cut and gone on with, what arrives is what was sent. */
class OffsetsPropertyIT {
    /** One request: up to {@code bytes}, of which {@code arrive} are sent before the connection is lost. */
    record Step(int bytes, int arrive) {
        boolean isCut() {
            return arrive < bytes;
        }
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void anySplit_cutAnywhere_isTheSameBytes(@ForAll("lengths") int length, @ForAll("steps") List<Step> steps)
            throws IOException {
        TestService service = TestService.shared();
        TusClient client = TusClient.creator(service);
        byte[] film = film(length, length);
        String path = client.begin(length);
        long at = 0;
        long sent = 0;
        for (Step step : steps) {
            int bytes = (int) Math.min(step.bytes(), length - at);
            if (step.isCut()) {
                int arrive = Math.min(step.arrive(), bytes);
                try (RawRequest request = RawRequest.patch(service, client, path, at, length - at)) {
                    request.send(slice(film, (int) at, (int) at + arrive));
                }
                sent = Math.max(sent, at + arrive);
                long now = client.offset(path);
                assertThat(now).isBetween(at, sent);
                at = now;
            } else {
                at = send(client, path, film, at, at + bytes);
                sent = Math.max(sent, at);
                assertThat(client.offset(path)).isEqualTo(at);
            }
        }
        send(client, path, film, at, length);
        // A cut request that brought the last byte puts the parts together after its client has gone.
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(NoSuchKeyException.class)
                .untilAsserted(() ->
                        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film));
    }

    /**
     * As a client does: what a cut request brought may count late, then the offset does not fit (409), and a cut request that
     * comes to its turn only now takes the upload over (423); either way the offset is asked for again.
     */
    private static long send(TusClient client, String path, byte[] film, long from, long to) throws IOException {
        long at = from;
        int status = client.patch(path, at, slice(film, (int) at, (int) to)).statusCode();
        for (int again = 0; (status == 409 || status == 423) && again < 3; again++) {
            at = client.offset(path);
            status = at >= to
                    ? 204
                    : client.patch(path, at, slice(film, (int) at, (int) to)).statusCode();
        }
        assertThat(status).isEqualTo(204);
        return Math.max(at, to);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        int part = TestService.PART;
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 3 * part),
                Arbitraries.of(1, part - 1, part, part + 1, 2 * part, 2 * part + 1));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> size = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 2 * TestService.PART),
                Arbitraries.integers().between(0, 1_000));
        return Combinators.combine(size, size, Arbitraries.of(true, false))
                .as((bytes, arrive, cut) -> new Step(bytes, cut ? Math.min(arrive, Math.max(0, bytes - 1)) : bytes))
                .list()
                .ofMaxSize(5);
    }
}
