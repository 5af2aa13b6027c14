package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.codec.StringCodec;

/** A token that was revoked stays so, whatever happens to the two Redis of the platform, each by its job's configuration. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationLossIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_MEMORY_MIB = 4;
    private static final String TEXT = "x".repeat(64 * 1024);
    private static final int ENTRIES = 256;
    private static final TestTokens TOKENS = TestTokens.shared();

    private final RedisServer counts = RedisServer.ofThePlatform("cache", MAX_MEMORY_MIB);
    private final RedisServer state = RedisServer.ofThePlatform("state", MAX_MEMORY_MIB);
    private final String subject = UUID.randomUUID().toString();
    private final String revoked = token(subject);
    private GateFixture gate = newGate();

    private GateFixture newGate() {
        return new GateFixture(Map.of(
                "auth.issuer", TestTokens.ISSUER,
                "auth.jwks", TestKeys.shared().jwks().toString(),
                "redis.url", counts.url().toString(),
                "redis.password", counts.password(),
                "state.url", state.url().toString(),
                "state.password", state.password()));
    }

    @BeforeAll
    void revoke() {
        assertThat(gate.verify(revoked).statusCode()).isEqualTo(200);
        assertThat(gate.revoke(TOKENS.access("boss", "operator").sign(), "{\"subject\":\"" + subject + "\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() {
        gate.close();
        counts.stop();
        state.stop();
    }

    @Test
    void stateKilled_staysRevoked() {
        state.kill();
        state.start();

        assertRefused();
    }

    @Test
    void everythingKilled_staysRevoked() {
        gate.close();
        state.kill();
        counts.kill();
        state.start();
        counts.start();
        gate = newGate();

        assertRefused();
    }

    @Test
    void cacheFull_staysRevoked() {
        RedissonClient redis = client(counts);
        try {
            for (int i = 0; i < ENTRIES; i++) {
                redis.getBucket("fill:" + i, StringCodec.INSTANCE).set(TEXT, PATIENCE);
            }
            assertThat(redis.getKeys().count()).as("it forgot some").isLessThan(ENTRIES);
        } finally {
            redis.shutdown();
        }

        assertRefused();
    }

    @Test
    void stateFull_refusesWritesAndStaysRevoked() {
        RedissonClient redis = client(state);
        try {
            // One bit far away takes all the room there is, and more, at once.
            redis.getBitSet("fill").set(2L * MAX_MEMORY_MIB * 1024 * 1024 * Byte.SIZE);
            assertThatThrownBy(
                            () -> redis.getBucket("other", StringCodec.INSTANCE).set("x"))
                    .isInstanceOf(RedisOutOfMemoryException.class);

            assertRefused();
            assertThat(gate.revoke(TOKENS.access("boss", "operator").sign(), "{\"subject\":\"someone\"}")
                            .statusCode())
                    .as("what cannot be kept is not acknowledged")
                    .isEqualTo(503);
        } finally {
            redis.getBitSet("fill").delete();
            redis.shutdown();
        }
    }

    /** While Redis is looked for anew, 503 is right; 200 never is. */
    private void assertRefused() {
        await().atMost(PATIENCE).until(() -> {
            int status = gate.verify(revoked).statusCode();
            assertThat(status).isIn(401, 503);
            return status == 401;
        });
        assertThat(gate.verify(revoked).body()).contains("token_revoked");
        String another = token(UUID.randomUUID().toString());
        await().atMost(PATIENCE).until(() -> gate.verify(another).statusCode() == 200);
    }

    /** Outlives the test however slow the machine is: it is to be refused as revoked. */
    private static String token(String subject) {
        return TOKENS.access(subject, "viewer")
                .with("exp", Instant.now().plus(Duration.ofHours(2)).getEpochSecond())
                .sign();
    }

    private static RedissonClient client(RedisServer server) {
        return Redisson.create(new RedisSettings(server.url(), Optional.of(server.password()))
                .config(new RedisSettings.Patience(Duration.ofSeconds(10), 1, 4)));
    }
}
