package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyIT {
    private static final TestKeys KEYS = TestKeys.shared();
    private static final TestTokens TOKENS = TestTokens.shared();

    private GateFixture gate;

    @BeforeAll
    void start() {
        gate = new GateFixture(Map.of(
                "auth.issuer", TestTokens.ISSUER, "auth.jwks", KEYS.jwks().toString()));
    }

    @AfterAll
    void stop() {
        gate.close();
    }

    @Test
    void verify_goodToken() {
        String subject = UUID.randomUUID().toString();
        HttpResponse<String> answer =
                gate.verify(TOKENS.access(subject, "viewer").sign());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Matinee-Subject")).contains(subject);
    }

    static Stream<Arguments> refused() {
        Instant now = Instant.now();
        TestTokens.Token good = TOKENS.access("someone", "viewer", "operator");
        TestTokens otherRealm =
                new TestTokens(KEYS, TestTokens.ISSUER.replace("realms/matinee", "realms/master"), Clock.systemUTC());
        TestTokens.Token foreign =
                new TestTokens(new TestKeys(), TestTokens.ISSUER, Clock.systemUTC()).access("someone");
        return Stream.of(
                Arguments.of("no audience", good.without("aud").sign()),
                Arguments.of("another audience", good.with("aud", "account").sign()),
                Arguments.of(
                        "another client's", good.with("azp", "somebody-elses").sign()),
                Arguments.of("an ID token", TOKENS.id("someone", "matinee-web").sign()),
                Arguments.of(
                        "an ID token for our audience",
                        TOKENS.id("someone", "matinee-web")
                                .with("aud", List.of("matinee"))
                                .sign()),
                Arguments.of("a refresh token", good.with("typ", "Refresh").sign()),
                Arguments.of("alg none", good.unsigned()),
                Arguments.of("HS256 with the public key", good.signedWithPublicKey()),
                Arguments.of("expired", good.with("exp", now.minusSeconds(1)).sign()),
                Arguments.of("no expiry", good.without("exp").sign()),
                Arguments.of(
                        "not yet valid", good.with("nbf", now.plusSeconds(600)).sign()),
                Arguments.of("another realm", otherRealm.access("someone").sign()),
                Arguments.of("another's key under our key id", foreign.sign(KEYS.keyId())),
                Arguments.of("another's key", foreign.sign()),
                Arguments.of("nobody's", good.without("sub").sign()),
                Arguments.of("changed", changed(good.sign())),
                Arguments.of("no token", "x"),
                Arguments.of("dots", ".."),
                Arguments.of("empty objects", "e30.e30.e30"),
                Arguments.of("numbers", "MQ.MQ.MQ"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void verify_refuses(String why, String token) {
        HttpResponse<String> answer = gate.verify(token);
        assertThat(answer.statusCode()).as(why).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(header -> assertThat(header).startsWith("Bearer "));
        assertThat(answer.headers().firstValue("X-Matinee-Subject")).isEmpty();
        assertThat(gate.revoke(token, "{\"subject\":\"x\"}").statusCode()).isEqualTo(401);
    }

    @Test
    void verify_withoutToken() {
        assertThat(gate.send(gate.request("/api/gate/v1/verify")).statusCode()).isEqualTo(401);
        assertThat(gate.send(gate.request("/api/gate/v1/verify").header("Authorization", "Basic eDp5"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void verify_identityHeadersCountForNothing() {
        HttpResponse<String> answer = gate.send(gate.request("/api/gate/v1/verify")
                .header("X-Matinee-Subject", "someone")
                .header("X-User", "someone"));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void revoke_subject_refusesOlderTokensOnly() {
        String subject = UUID.randomUUID().toString();
        TestTokens.Token token = TOKENS.access(subject, "viewer");
        String later = token.with("iat", Instant.now().plusSeconds(3)).sign();
        assertThat(gate.verify(token.sign()).statusCode()).isEqualTo(200);

        HttpResponse<String> answer =
                gate.revoke(TOKENS.access("boss", "operator").sign(), "{\"subject\":\"" + subject + "\"}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("revoked_at");

        HttpResponse<String> refused = gate.verify(token.sign());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("token_revoked");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(gate.verify(later).statusCode()).isEqualTo(200);
        assertThat(gate.verify(TOKENS.access("another").sign()).statusCode()).isEqualTo(200);
    }

    @Test
    void revoke_session_otherInstanceFollows() {
        String session = UUID.randomUUID().toString();
        String token = TOKENS.access("someone").with("sid", session).sign();
        try (GateFixture other = new GateFixture(Map.of(
                "auth.issuer", TestTokens.ISSUER, "auth.jwks", KEYS.jwks().toString()))) {
            assertThat(other.verify(token).statusCode()).isEqualTo(200);
            assertThat(gate.revoke(TOKENS.access("boss", "operator").sign(), "{\"session\":\"" + session + "\"}")
                            .statusCode())
                    .isEqualTo(201);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> other.verify(token).statusCode() == 401);
        }
        assertThat(gate.verify(TOKENS.access("someone").sign()).statusCode()).isEqualTo(200);
    }

    @Test
    void revoke_byAnybodyElse() {
        String body = "{\"subject\":\"someone\"}";
        assertThat(gate.revoke(
                                TOKENS.access("x", "viewer", "creator", "moderator")
                                        .sign(),
                                body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(gate.revoke("", body).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"subject\":\"a\",\"session\":\"b\"}", "{\"subject\":\" \"}", "{\"who\":\"a\"}", "no"})
    void revoke_badBody(String body) {
        HttpResponse<String> answer =
                gate.revoke(TOKENS.access("boss", "operator").sign(), body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_body");
    }

    @Test
    void verify_redisAway_saysSoAndRecovers() {
        RedisServer redis = RedisServer.shared();
        redis.stop();
        try {
            HttpResponse<String> answer = gate.verify(TOKENS.access("someone").sign());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        } finally {
            redis.start();
        }
        String token = TOKENS.access(UUID.randomUUID().toString()).sign();
        await().atMost(Duration.ofSeconds(30)).until(() -> gate.verify(token).statusCode() == 200);
    }

    @Test
    void verify_redisHangs_saysSoSoonAndRecovers() {
        RedisServer redis = RedisServer.shared();
        String known = TOKENS.access(UUID.randomUUID().toString()).sign();
        assertThat(gate.verify(known).statusCode()).isEqualTo(200);
        redis.pause();
        try {
            for (String token : List.of(known, TOKENS.access("someone").sign())) {
                HttpResponse<String> answer = gate.verify(token);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
        } finally {
            redis.resume();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> gate.verify(known).statusCode() == 200);
    }

    @Test
    void verify_moreThanAUserMay_isRefusedForThatUserAndKindOnly() {
        Map<String, String> few = Map.of(
                "auth.issuer",
                TestTokens.ISSUER,
                "auth.jwks",
                KEYS.jwks().toString(),
                "rate.member",
                "1",
                "rate.upload",
                "2");
        String token = TOKENS.access(UUID.randomUUID().toString()).sign();
        try (GateFixture one = new GateFixture(few);
                GateFixture other = new GateFixture(few)) {
            // One a second: of many at two gates, at least one comes too early.
            List<HttpResponse<String>> answers = Stream.of(one, other, one, other, one, other)
                    .map(asked -> asked.verify(token))
                    .toList();
            assertThat(answers.getFirst().statusCode()).isEqualTo(200);
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() != 200)
                    .isNotEmpty()
                    .allSatisfy(answer -> {
                        assertThat(answer.statusCode()).isEqualTo(429);
                        assertThat(answer.body()).contains("too_many_requests");
                        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                        assertThat(answer.headers().firstValue("RateLimit")).contains("\"member\";r=0;t=1");
                        assertThat(answer.headers().firstValue("RateLimit-Policy"))
                                .contains("\"member\";q=1;w=1");
                    });
            assertThat(one.send(one.request("/api/gate/v1/verify?rate=upload")
                                    .header("Authorization", "Bearer " + token))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(one.verify(TOKENS.access(UUID.randomUUID().toString()).sign())
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> one.verify(token).statusCode() == 200);
        }
    }

    @Test
    void verify_moreCommentsThanAUserMay_isRefusedForCommentsOnly() {
        Map<String, String> few = Map.of(
                "auth.issuer", TestTokens.ISSUER, "auth.jwks", KEYS.jwks().toString(), "rate.comment", "1");
        String token = TOKENS.access(UUID.randomUUID().toString()).sign();
        try (GateFixture one = new GateFixture(few)) {
            assertThat(comment(one, token).statusCode()).isEqualTo(200);
            HttpResponse<String> second = comment(one, token);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("RateLimit-Policy")).contains("\"comment\";q=1;w=60");
            assertThat(one.verify(token).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> comment(GateFixture gate, String token) {
        return gate.send(gate.request("/api/gate/v1/verify?rate=comment").header("Authorization", "Bearer " + token));
    }

    @Test
    void verify_unknownKind_isRefused() {
        assertThat(gate.send(gate.request("/api/gate/v1/verify?rate=much")
                                .header(
                                        "Authorization",
                                        "Bearer " + TOKENS.access("someone").sign()))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void openapi_isServed() {
        HttpResponse<String> answer = gate.send(gate.request("/api/gate/v1/openapi.yaml"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("openapi: 3.1.0");
    }

    private static String changed(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("someone", "another");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
    }
}
