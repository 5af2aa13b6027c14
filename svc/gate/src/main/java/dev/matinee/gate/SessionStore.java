package dev.matinee.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/** Sessions in Redis, under the digest of their id: who reads Redis cannot make a cookie of what they find. */
final class SessionStore {
    private static final System.Logger LOG = System.getLogger(SessionStore.class.getName());
    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final Duration LOCK_LEASE = Duration.ofSeconds(15);

    private final RedissonClient redis;
    private final GateConfig.Lifetimes lifetimes;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SessionStore(RedissonClient redis, GateConfig.Lifetimes lifetimes, Clock clock) {
        this.redis = redis;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** Stores a new session and returns its id, which nobody can guess. */
    String create(Session session) {
        String id = Secrets.random(random);
        StoreCalls.asking(() -> {
            bucket(id).set(json(session), session.left(clock.instant(), lifetimes));
            return true;
        });
        return id;
    }

    Optional<Session> find(String id) {
        String json = StoreCalls.asking(() -> bucket(id).get());
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(json, Session.class))
                    .filter(session -> !session.over(clock.instant(), lifetimes));
        } catch (JsonProcessingException e) {
            // An older release's form: logging in again is all it costs.
            return Optional.empty();
        }
    }

    /** Changes a session that is still there: one that was ended meanwhile stays ended. */
    void save(String id, Session session) {
        Duration left = session.left(clock.instant(), lifetimes);
        if (left.isPositive()) {
            StoreCalls.asking(() -> bucket(id).setIfExists(json(session), left));
        }
    }

    void remove(String id) {
        StoreCalls.asking(() -> bucket(id).delete());
    }

    /** Runs alone among all instances for this session; the refresh token is good for one use. */
    <T> T alone(String id, Supplier<T> work) {
        RLock lock = redis.getLock("gate:session-lock:" + Secrets.digest(id));
        boolean held = StoreCalls.asking(() -> {
            try {
                return lock.tryLock(LOCK_WAIT.toMillis(), LOCK_LEASE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        if (!held) {
            throw ProblemException.of(GateError.STORE_UNAVAILABLE);
        }
        try {
            return work.get();
        } finally {
            release(lock);
        }
    }

    private static void release(RLock lock) {
        try {
            lock.unlock();
        } catch (IllegalMonitorStateException | RedisException e) {
            LOG.log(System.Logger.Level.DEBUG, "the lock ends with its lease", e);
        }
    }

    private static String json(Session session) {
        return new String(Json.write(session), StandardCharsets.UTF_8);
    }

    private RBucket<String> bucket(String id) {
        return redis.getBucket("gate:session:" + Secrets.digest(id), StringCodec.INSTANCE);
    }
}
