package dev.matinee.search;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.RedisServer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis may be slow to answer here and is then done without, so each step is waited for. */
class LockIT {
    private static final Duration LONG = Duration.ofHours(1);

    private final RedisLink redis = link();
    private final RedisLink otherRedis = link();
    private final String name = "lock-" + UUID.randomUUID();

    @AfterEach
    void close() {
        redis.close();
        otherRedis.close();
    }

    @Test
    void renew_ranOutAndTakenByAnother_isLostAndStaysTheOthers() {
        RedisLink.Lock lock = redis.tryLock(name, Duration.ofMillis(50)).orElseThrow();
        eventually().until(() -> {
            var _ = otherRedis.tryLock(name, LONG);
            return otherRedis.find(name).isPresent() && !lock.renew();
        });
        lock.close();
        eventually().until(() -> otherRedis.find(name).isPresent());
        eventually().until(() -> !lock.renew());
    }

    @Test
    void renew_forgottenByRedisWithinTheLease_isHeldAgain() {
        RedisLink.Lock lock = redis.tryLock(name, LONG).orElseThrow();
        RedisServer.shared().flush();
        eventually().until(() -> lock.renew() && otherRedis.find(name).isPresent());
        eventually().until(() -> otherRedis.tryLock(name, LONG).isEmpty());
        eventually().until(() -> {
            lock.close();
            return otherRedis.tryLock(name, LONG).isPresent();
        });
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
    }

    private static RedisLink link() {
        return new RedisLink(new RedisSettings(
                RedisServer.shared().url(), Optional.of(RedisServer.shared().password())));
    }
}
