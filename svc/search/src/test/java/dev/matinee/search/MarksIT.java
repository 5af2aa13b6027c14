package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.RedisServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances and the Redis between them, which is not always there. */
class MarksIT {
    private final RedisLink redis = link();
    private final RedisLink otherRedis = link();
    private final Marks marks = new Marks(redis, Clock.systemUTC());
    private final Marks others = new Marks(otherRedis, Clock.systemUTC());
    private final String id = "marked-" + UUID.randomUUID();

    @AfterEach
    void close() {
        redis.close();
        otherRedis.close();
    }

    @Test
    void hiddenAgainWhileRedisIsAway_othersLearnOfItWhenItIsBack() {
        redis.start();
        otherRedis.start();
        marks.hide(id, 1);
        eventually().until(() -> others.hides(id));
        marks.show(id, 2);
        // So Redis has an older mark of it, and it is not simply missing there.
        eventually().until(() -> !others.hides(id));

        RedisServer.shared().stop();
        try {
            marks.hide(id, 3);
            assertThat(others.hides(id)).isFalse();
        } finally {
            RedisServer.shared().start();
        }
        eventually().until(() -> others.hides(id));
        marks.show(id, 4);
        eventually().until(() -> !others.hides(id));
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50));
    }

    private static RedisLink link() {
        return new RedisLink(new RedisSettings(
                RedisServer.shared().url(), Optional.of(RedisServer.shared().password())));
    }
}
