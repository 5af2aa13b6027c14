package dev.matinee.catalog;

import dev.matinee.kit.http.ChildSpan;
import dev.matinee.kit.redis.RedisSettings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

/**
 * The copies that all instances share, in Redis, and the word that one of them is no longer good. Redis may be away at any
 * time: a read then finds nothing, a second is let go by before the next try, and what had to be forgotten is kept and
 * said again. Nothing here is the truth.
 */
final class RedisCopies implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RedisCopies.class.getName());
    private static final String KEY = "catalog:video:";
    private static final String ANY = "any";
    private static final String OLDER = "older";
    private static final String TOPIC = "catalog:video:changed";
    private static final RedisSettings.Patience PATIENCE = new RedisSettings.Patience(Duration.ofMillis(250), 0, 16);
    private static final int MAX_OWED = 10_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Longer than any read that began before the change may take. */
    private static final Duration GONE_LIFE = Duration.ofMinutes(2);

    /**
     * Sets a copy unless a newer one is there; a GONE of the same revision gives way to its body. Where only an older one
     * is to go, one of the same revision stays.
     */
    private static final String OFFER = """
            local held = redis.call('GET', KEYS[1])
            if held and string.sub(held, 1, 19) > ARGV[1] then return 0 end
            if held and ARGV[4] == 'older' and string.sub(held, 1, 19) == ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """;

    private final RedissonClient redis;
    private final Map<UUID, Long> owed = new ConcurrentHashMap<>();
    private final Counter failures;
    private final Thread keeper;
    private volatile long silentUntil = System.nanoTime();
    private volatile boolean running = true;

    RedisCopies(RedisSettings settings, Consumer<UUID> changedElsewhere) {
        this.redis = Redisson.create(settings.config(PATIENCE).setCodec(ByteArrayCodec.INSTANCE));
        this.failures = Metrics.globalRegistry()
                .getOrCreate(Counter.builder("catalog_redis_failures")
                        .description("Times Redis did not answer and PostgreSQL was asked instead"));
        this.keeper = Thread.ofVirtual().name("redis-copies").start(() -> keep(changedElsewhere));
    }

    /** The shared copy; empty as well while Redis is away. */
    Optional<Copy> find(UUID id) {
        if (silent()) {
            return Optional.empty();
        }
        try (ChildSpan _ = ChildSpan.redis("get")) {
            byte[] bytes = redis.<byte[]>getBucket(KEY + id).get();
            return bytes == null ? Optional.empty() : Copy.fromBytes(bytes);
        } catch (RuntimeException e) {
            fallSilent(e);
            return Optional.empty();
        }
    }

    /** Shares a copy just read from PostgreSQL. */
    void offer(UUID id, Copy copy, Duration life) {
        if (!silent()) {
            try (ChildSpan _ = ChildSpan.redis("offer")) {
                set(id, copy, life, ANY);
            } catch (RuntimeException e) {
                fallSilent(e);
            }
        }
    }

    /** Takes back every copy older than {@code revision}, here and at the other instances, as soon as that can be said. */
    void forget(UUID id, long revision) {
        if (silent() || !tryForget(id, revision, ANY)) {
            if (owed.size() < MAX_OWED) {
                owed.merge(id, revision, Math::max);
            }
        }
    }

    /**
     * As {@link #forget}, by the event of the change: whoever made it may have died before they said so. A copy of that
     * revision is good.
     *
     * @return false when that cannot be said now
     */
    boolean forgetOlder(UUID id, long revision) {
        return !silent() && tryForget(id, revision, OLDER);
    }

    @Override
    public void close() {
        running = false;
        keeper.interrupt();
        redis.shutdown();
    }

    private boolean tryForget(UUID id, long revision, String which) {
        try (ChildSpan _ = ChildSpan.redis("forget")) {
            set(id, Copy.gone(revision), GONE_LIFE, which);
            topic().publish(id.toString());
            return true;
        } catch (RuntimeException e) {
            fallSilent(e);
            return false;
        }
    }

    private void set(UUID id, Copy copy, Duration life, String which) {
        redis.getScript(ByteArrayCodec.INSTANCE)
                .<Long>eval(
                        RScript.Mode.READ_WRITE,
                        OFFER,
                        RScript.ReturnType.LONG,
                        List.of((KEY + id)),
                        Copy.revisionText(copy.revision()).getBytes(StandardCharsets.US_ASCII),
                        copy.toBytes(),
                        String.valueOf(life.toMillis()).getBytes(StandardCharsets.US_ASCII),
                        which.getBytes(StandardCharsets.US_ASCII));
    }

    private RTopic topic() {
        return redis.getTopic(TOPIC, StringCodec.INSTANCE);
    }

    private boolean silent() {
        return System.nanoTime() - silentUntil < 0;
    }

    /** Redisson's failures come in more than one type, and none of them may reach a reader. */
    private void fallSilent(RuntimeException failure) {
        silentUntil = System.nanoTime() + PAUSE.toNanos();
        failures.increment();
        LOG.log(Level.WARNING, "Redis does not answer, reads go to PostgreSQL: {0}", failure.toString());
    }

    private void keep(Consumer<UUID> changedElsewhere) {
        boolean listening = false;
        while (running) {
            try {
                if (!listening) {
                    topic().addListener(String.class, (channel, id) -> changedElsewhere.accept(UUID.fromString(id)));
                    listening = true;
                }
                payBack();
            } catch (RuntimeException e) {
                fallSilent(e);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void payBack() {
        Iterator<Map.Entry<UUID, Long>> all = owed.entrySet().iterator();
        while (all.hasNext() && !silent()) {
            Map.Entry<UUID, Long> one = all.next();
            if (tryForget(one.getKey(), one.getValue(), ANY)) {
                owed.remove(one.getKey(), one.getValue());
            }
        }
    }
}
