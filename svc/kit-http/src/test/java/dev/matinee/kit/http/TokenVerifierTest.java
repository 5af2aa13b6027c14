package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
    private static final TestTokens TOKENS = TestTokens.shared();
    private final TokenVerifier verifier = new TokenVerifier(
            new TokenSettings(URI.create(TestTokens.ISSUER), TestKeys.shared().jwks(), TestTokens.AUDIENCE),
            Clock.systemUTC());

    @Test
    void verify_ourAccessToken_namesTheCaller() {
        Caller caller = verifier.verify(
                TOKENS.access("u1", "viewer", "creator", "offline_access").sign());

        assertThat(caller.subject()).isEqualTo("u1");
        assertThat(caller.name()).isEqualTo("user-u1");
        assertThat(caller.client()).isEqualTo("matinee-web");
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.VIEWER, Role.CREATOR);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("no audience", token -> token.without("aud").sign()),
                refusal(
                        "another audience",
                        token -> token.with("aud", "account").sign()),
                refusal(
                        "another client's",
                        token -> token.with("azp", "some-app").sign()),
                refusal("no client", token -> token.without("azp").sign()),
                refusal("an ID token", token -> token.with("typ", "ID").sign()),
                refusal(
                        "an ID token with our audience",
                        token -> TOKENS.id("u1", "matinee-web")
                                .with("aud", List.of("matinee-web", "matinee"))
                                .sign()),
                refusal("alg none", TestTokens.Token::unsigned),
                refusal("HS256 with the public key", TestTokens.Token::signedWithPublicKey),
                refusal(
                        "expired",
                        token ->
                                token.with("exp", Instant.now().minusSeconds(1)).sign()),
                refusal("no expiry", token -> token.without("exp").sign()),
                refusal(
                        "not valid yet",
                        token -> token.with("nbf", Instant.now().plusSeconds(600))
                                .sign()),
                refusal(
                        "another realm",
                        token -> token.with("iss", "http://localhost:8080/auth/realms/master")
                                .sign()),
                refusal("an unknown key", token -> token.sign("nobodys-key")),
                refusal("no subject", token -> token.without("sub").sign()),
                refusal("a changed payload", token -> {
                    String[] parts = token.sign().split("\\.", -1);
                    String other = TOKENS.access("root", "operator").sign().split("\\.", -1)[1];
                    return parts[0] + "." + other + "." + parts[2];
                }),
                refusal("not a token", token -> "hello"),
                refusal("empty", token -> ""),
                refusal("two parts", token -> "a.b"),
                refusal("longer than any token", token -> "a".repeat(20_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void verify_refuses(String what, Function<TestTokens.Token, String> make) {
        String token = make.apply(TOKENS.access("u1", "operator"));

        assertThatThrownBy(() -> verifier.verify(token))
                .as(what)
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.error()).isEqualTo(StandardError.UNAUTHENTICATED);
                    assertThat(problem.headers()).containsKey("WWW-Authenticate");
                });
    }

    @Test
    void verifySignature_idToken_isReadThoughItIsNoneForUs() {
        assertThat(verifier.verifySignature(TOKENS.id("u1", "matinee-gate").sign())
                        .subject())
                .contains("u1");
    }

    static Stream<String> unsigned() {
        TestTokens.Token token = TOKENS.id("u1", "matinee-gate");
        String[] one = token.sign().split("\\.", -1);
        String[] other = TOKENS.id("u2", "matinee-gate").sign().split("\\.", -1);
        return Stream.of(
                token.unsigned(),
                token.signedWithPublicKey(),
                token.sign("nobodys-key"),
                one[0] + "." + other[1] + "." + one[2],
                "hello",
                "a".repeat(20_000));
    }

    @ParameterizedTest
    @MethodSource("unsigned")
    void verifySignature_notTheIssuers_isRefused(String token) {
        assertThatThrownBy(() -> verifier.verifySignature(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(StandardError.UNAUTHENTICATED));
    }

    @Test
    void verify_sameTokenAfterItExpired_isRefusedThoughRemembered() {
        MovingClock clock = new MovingClock(Instant.now());
        TokenVerifier remembering = new TokenVerifier(
                new TokenSettings(
                        URI.create(TestTokens.ISSUER), TestKeys.shared().jwks(), TestTokens.AUDIENCE),
                clock);
        String token = TOKENS.access("u1", "viewer").sign();
        remembering.verify(token);
        clock.forward(Duration.ofHours(1));

        assertThatThrownBy(() -> remembering.verify(token)).hasMessageContaining("expired");
    }

    @Test
    void verify_keysChanged_fetchesTheNewOnes() {
        try (TestKeys keys = new TestKeys()) {
            MovingClock clock = new MovingClock(Instant.now());
            TokenVerifier rotating = new TokenVerifier(
                    new TokenSettings(URI.create(TestTokens.ISSUER), keys.jwks(), TestTokens.AUDIENCE), clock);
            TestTokens tokens = new TestTokens(keys, TestTokens.ISSUER, clock);
            rotating.verify(tokens.access("u1").sign());
            keys.rotate();
            clock.forward(Duration.ofSeconds(11));

            assertThat(rotating.verify(tokens.access("u2").sign()).subject()).isEqualTo("u2");
        }
    }

    @Test
    void verify_keyTakenBack_isRefusedOnceTheKeysAreFetchedAnew() {
        try (TestKeys keys = new TestKeys()) {
            MovingClock clock = new MovingClock(Instant.now());
            TokenVerifier verifier = verifier(keys, clock);
            TestTokens tokens = new TestTokens(keys, TestTokens.ISSUER, clock);
            Duration day = Duration.ofDays(1);
            String remembered = longLived(tokens, "u1", clock, day);
            String other = longLived(tokens, "u2", clock, day);
            verifier.verify(remembered);
            keys.rotate();
            clock.forward(Duration.ofMinutes(4));
            assertThat(verifier.verify(remembered).subject()).isEqualTo("u1");
            assertThat(keys.requests()).isEqualTo(1);
            clock.forward(Duration.ofMinutes(2));

            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertRefused(verifier, remembered));
            assertRefused(verifier, other);
        }
    }

    @Test
    void verify_keyTakenBackWhileNobodyAsked_isRefusedToTheFirst() {
        try (TestKeys keys = new TestKeys()) {
            MovingClock clock = new MovingClock(Instant.now());
            TokenVerifier verifier = verifier(keys, clock);
            String token = longLived(new TestTokens(keys, TestTokens.ISSUER, clock), "u1", clock, Duration.ofDays(1));
            verifier.verify(token);
            keys.rotate();
            clock.forward(Duration.ofMinutes(10));

            assertRefused(verifier, token);
        }
    }

    @Test
    void verify_issuerAwayAtTheRefresh_usesTheKeysItHas() {
        MovingClock clock = new MovingClock(Instant.now());
        TestKeys keys = new TestKeys();
        TokenVerifier verifier = verifier(keys, clock);
        TestTokens tokens = new TestTokens(keys, TestTokens.ISSUER, clock);
        String token = longLived(tokens, "u1", clock, Duration.ofDays(1));
        verifier.verify(token);
        String other = longLived(tokens, "u2", clock, Duration.ofDays(1));
        keys.close();
        clock.forward(Duration.ofMinutes(10));

        assertThat(verifier.verify(token).subject()).isEqualTo("u1");
        assertThat(verifier.verify(other).subject()).isEqualTo("u2");
    }

    private static TokenVerifier verifier(TestKeys keys, Clock clock) {
        return new TokenVerifier(
                new TokenSettings(URI.create(TestTokens.ISSUER), keys.jwks(), TestTokens.AUDIENCE), clock);
    }

    private static String longLived(TestTokens tokens, String subject, Clock clock, Duration life) {
        return tokens.access(subject).with("exp", clock.instant().plus(life)).sign();
    }

    private static void assertRefused(TokenVerifier verifier, String token) {
        assertThatThrownBy(() -> verifier.verify(token)).hasMessageContaining("key is unknown");
    }

    @Test
    void verify_manyUnknownKeys_asksTheIssuerOnce() {
        try (TestKeys keys = new TestKeys()) {
            TokenVerifier flooded = new TokenVerifier(
                    new TokenSettings(URI.create(TestTokens.ISSUER), keys.jwks(), TestTokens.AUDIENCE),
                    new MovingClock(Instant.now()));
            TestTokens tokens = new TestTokens(keys, TestTokens.ISSUER, Clock.systemUTC());
            for (int i = 0; i < 50; i++) {
                String made = tokens.access("u").sign("made-up-" + i);
                assertThatThrownBy(() -> flooded.verify(made)).isInstanceOf(ProblemException.class);
            }

            assertThat(keys.requests()).isEqualTo(1);
        }
    }

    @Test
    void verify_issuerNeverReached_isUnavailableNotRefused() {
        TokenVerifier cut = new TokenVerifier(
                new TokenSettings(
                        URI.create(TestTokens.ISSUER), URI.create("http://localhost:1/"), TestTokens.AUDIENCE),
                Clock.systemUTC());

        assertThatThrownBy(() -> cut.verify(TOKENS.access("u1").sign()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(StandardError.UNAVAILABLE));
    }

    private static Arguments refusal(String what, Function<TestTokens.Token, String> make) {
        return Arguments.of(what, make);
    }
}
