package dev.matinee.kit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.redis.RedisSettings.Patience;
import dev.matinee.kit.test.Ports;
import dev.matinee.kit.test.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;

class RedisSettingsIT {
    private static final Patience SHORT = new Patience(Duration.ofMillis(300), 0, 2);
    private static final RedisServer SERVER = RedisServer.shared();

    private static RedissonClient client() {
        return Redisson.create(new RedisSettings(SERVER.url(), Optional.of(SERVER.password())).config(SHORT));
    }

    @Test
    void config_redisThere_reachesIt() {
        RedissonClient redis = client();
        try {
            redis.<String>getBucket("kit-redis:it").set("there");
            assertThat(redis.<String>getBucket("kit-redis:it").get()).isEqualTo("there");
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void config_redisHangs_givesUpAndGoesOnAfterwards() {
        RedissonClient redis = client();
        try {
            redis.getBucket("kit-redis:it").delete();
            SERVER.pause();
            try {
                assertThatThrownBy(() -> redis.getBucket("kit-redis:it").get()).isInstanceOf(RedisException.class);
            } finally {
                SERVER.resume();
            }
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> !redis.getBucket("kit-redis:it").isExists());
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void config_noRedis_startsAllTheSame() {
        RedissonClient redis = Redisson.create(
                new RedisSettings(URI.create("redis://127.0.0.1:" + Ports.free()), Optional.empty()).config(SHORT));
        try {
            assertThatThrownBy(() -> redis.getBucket("x").get()).isInstanceOf(RedisException.class);
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void toString_tellsNoPassword() {
        assertThat(new RedisSettings(SERVER.url(), Optional.of("not to be shown")).toString())
                .doesNotContain("not to be shown");
    }
}
