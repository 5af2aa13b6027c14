package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What Java signs, the njs in a real nginx opens, and it opens nothing else. */
@SuppressWarnings("NullAway.Init") // set by start(), which jqwik calls first
class CdnTokenPropertyTest {
    private static final byte[] BYTES = "segment".getBytes(StandardCharsets.UTF_8);
    private static final MediaToken ONE = new MediaToken("one", key(1));
    private static final MediaToken TWO = new MediaToken("Two_2-", key(2));

    private static Path allocation;
    private static Origin origin;
    private static CatalogStandIn catalog;
    private static Cdn cdn;

    record Signed(MediaToken signer, String contentId, long lifeS, long epoch) {
        String token() {
            return signer.sign(contentId, Instant.now().plusSeconds(lifeS), epoch);
        }
    }

    @BeforeContainer
    static void start() throws IOException {
        allocation = Files.createTempDirectory("matinee-cdn");
        origin = new Origin();
        catalog = new CatalogStandIn();
        cdn = Cdn.start(
                allocation,
                Map.of("seaweedfs", List.of(origin.address()), "catalog", List.of(catalog.hostAndPort())),
                ONE.entry() + "," + TWO.entry());
    }

    @AfterContainer
    static void stop() throws IOException {
        cdn.close();
        catalog.close();
        origin.close();
        try (var files = Files.walk(allocation)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 60)
    void opens_whatWasSigned(@ForAll("signed") Signed signed) throws Exception {
        assertThat(statusOf(signed, signed.token())).isEqualTo(200);
    }

    @Property(tries = 120)
    void refuses_oneCharacterChanged(
            @ForAll("signed") Signed signed,
            @ForAll @IntRange(max = 200) int position,
            @ForAll("tokenCharacter") char replacement)
            throws Exception {
        var token = new StringBuilder(signed.token());
        var at = position % token.length();
        if (token.charAt(at) != replacement) {
            token.setCharAt(at, replacement);
            // Two dots in a row are a path trick before they are a token.
            assertThat(statusOf(signed, token.toString())).isIn(400, 403);
        }
    }

    @Property(tries = 40)
    void refuses_otherKey(@ForAll("signed") Signed signed, @ForAll @LongRange(min = 10, max = 1_000_000) long seed)
            throws Exception {
        var stranger = new MediaToken(signed.signer().kid(), key(seed));
        var forged = stranger.sign(signed.contentId(), Instant.now().plusSeconds(signed.lifeS()), signed.epoch());
        assertThat(statusOf(signed, forged)).isEqualTo(403);
    }

    @Property(tries = 40)
    void refuses_outsideItsTime(
            @ForAll("signed") Signed signed, @ForAll @LongRange(min = 0, max = 400_000_000L) long distanceS)
            throws Exception {
        var past = signed.signer().sign(signed.contentId(), Instant.now().minusSeconds(distanceS), signed.epoch());
        assertThat(statusOf(signed, past)).isEqualTo(403);
        var farAhead = Instant.now().plusSeconds(24 * 3600 + 120 + distanceS);
        assertThat(statusOf(signed, signed.signer().sign(signed.contentId(), farAhead, signed.epoch())))
                .isEqualTo(403);
    }

    @Property(tries = 40)
    void refuses_numbersInAnotherSpelling(@ForAll("signed") Signed signed) throws Exception {
        var exp = Long.toString(Instant.now().plusSeconds(signed.lifeS()).getEpochSecond());
        for (var spelling : List.of("0" + exp, "+" + exp, exp + ".0", "1e12", "-1", "")) {
            var token = signed.signer().sign(signed.contentId(), spelling, Long.toString(signed.epoch()));
            assertThat(statusOf(signed, token)).isIn(400, 403);
        }
    }

    @Provide
    Arbitrary<Signed> signed() {
        var ids = Arbitraries.randomValue(random -> {
            var id = new UUID(random.nextLong(), random.nextLong()).toString();
            return id.substring(0, 14) + "7" + id.substring(15, 19) + "8" + id.substring(20);
        });
        return Combinators.combine(
                        Arbitraries.of(ONE, TWO),
                        ids,
                        Arbitraries.longs().between(60, 24 * 3600),
                        Arbitraries.longs().between(0, 999_999_999_999L))
                .as(Signed::new);
    }

    @Provide
    Arbitrary<Character> tokenCharacter() {
        return Arbitraries.chars().alpha().numeric().with('-', '_', '.');
    }

    private static int statusOf(Signed signed, String token) throws Exception {
        catalog.closed(signed.contentId(), signed.epoch());
        var key = "v/" + signed.contentId() + "/a1/s.m4s";
        origin.put("media/" + key, BYTES);
        return cdn.get("/media/p/" + token + "/" + key).statusCode();
    }

    private static byte[] key(long seed) {
        var bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
