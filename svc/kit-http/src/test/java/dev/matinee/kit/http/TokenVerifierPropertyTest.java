package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class TokenVerifierPropertyTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final MovingClock clock = new MovingClock(NOW);
    private final TestTokens tokens = new TestTokens(TestKeys.shared(), TestTokens.ISSUER, clock);
    private final TokenVerifier verifier = new TokenVerifier(
            new TokenSettings(URI.create(TestTokens.ISSUER), TestKeys.shared().jwks(), TestTokens.AUDIENCE), clock);

    @Property(tries = 200)
    void verify_anyBitOfTheTokenChanged_isRefused(
            @ForAll @IntRange(max = 2) int part,
            @ForAll @IntRange(max = 5_000) int at,
            @ForAll @IntRange(max = 7) int bit) {
        List<byte[]> parts = List.of(tokens.access("u1", "operator").sign().split("\\.", -1)).stream()
                .map(text -> Base64.getUrlDecoder().decode(text))
                .toList();
        byte[] changed = parts.get(part);
        changed[at % changed.length] ^= (byte) (1 << bit);
        String token = parts.stream()
                .map(bytes -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .collect(Collectors.joining("."));

        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(ProblemException.class);
    }

    @Property(tries = 300)
    void verify_anything_isRefusedByName(@ForAll @StringLength(max = 200) String anything) {
        assertThatThrownBy(() -> verifier.verify(anything))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(StandardError.UNAUTHENTICATED));
    }

    @Property(tries = 100)
    void verify_holdsUntilItsExpiryAndNotAfter(@ForAll @LongRange(min = 1, max = 86_400) long life) {
        MovingClock moving = new MovingClock(NOW);
        TokenVerifier here = new TokenVerifier(
                new TokenSettings(
                        URI.create(TestTokens.ISSUER), TestKeys.shared().jwks(), TestTokens.AUDIENCE),
                moving);
        String token = tokens.access("u1").with("exp", NOW.plusSeconds(life)).sign();
        moving.forward(Duration.ofSeconds(life).minusMillis(1));

        assertThat(here.verify(token).subject()).isEqualTo("u1");
        moving.forward(Duration.ofMillis(1));
        assertThatThrownBy(() -> here.verify(token)).isInstanceOf(ProblemException.class);
    }

    @Property(tries = 100)
    void verify_audienceWithoutOurs_isRefused(@ForAll Set<@StringLength(min = 1, max = 12) String> audiences) {
        Assume.that(!audiences.contains(TestTokens.AUDIENCE));
        String token = tokens.access("u1").with("aud", List.copyOf(audiences)).sign();

        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(ProblemException.class);
    }

    @Property(tries = 20)
    void clock_ofTheMachine_isNotUsed(@ForAll @LongRange(min = 1, max = 1_000_000) long ago) {
        Clock then = Clock.fixed(NOW.minusSeconds(ago), ZoneOffset.UTC);
        TokenVerifier earlier = new TokenVerifier(
                new TokenSettings(
                        URI.create(TestTokens.ISSUER), TestKeys.shared().jwks(), TestTokens.AUDIENCE),
                then);

        assertThat(earlier.verify(tokens.access("u1").sign()).subject()).isEqualTo("u1");
    }
}
