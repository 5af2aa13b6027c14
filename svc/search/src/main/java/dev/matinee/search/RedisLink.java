package dev.matinee.search;

import dev.matinee.kit.http.ChildSpan;
import dev.matinee.kit.redis.RedisSettings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.ScoredEntry;
import org.redisson.config.Config;

/**
 * The connection to Redis, which may be away at any time: a read then finds nothing, a write does nothing, and for a
 * second nobody tries. Whoever needs more says it again every second ({@link #everySecond}).
 */
final class RedisLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RedisLink.class.getName());
    private static final RedisSettings.Patience PATIENCE = new RedisSettings.Patience(Duration.ofMillis(250), 0, 16);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Sets a field unless what is there begins with a greater text. */
    private static final String MERGE = """
            local held = redis.call('HGET', KEYS[1], ARGV[1])
            if held and string.sub(held, 1, 19) > string.sub(ARGV[2], 1, 19) then return 0 end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
            return 1
            """;

    /** Keeps a lock unless another has it; one that ran out and is free is not taken again, who had it may have it done. */
    private static final String RENEW = """
            local held = redis.call('GET', KEYS[1])
            if held and held ~= ARGV[1] or not held and ARGV[3] == 'late' then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """;

    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    private final RedissonClient redis;
    private final Counter failures;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private final Thread keeper;
    private volatile long silentUntil = System.nanoTime();
    private volatile boolean running = true;

    RedisLink(RedisSettings settings) {
        Config config = settings.config(PATIENCE).setCodec(ByteArrayCodec.INSTANCE);
        this.redis = Redisson.create(config);
        this.failures = Metrics.globalRegistry()
                .getOrCreate(Counter.builder("search_redis_failures")
                        .description("Times Redis did not answer and was done without"));
        this.keeper = Thread.ofVirtual().name("redis-link").unstarted(this::keep);
    }

    /** Begins to listen and to do what is to be done every second. */
    void start() {
        keeper.start();
    }

    /** From {@link #start} on; not while Redis is away. */
    void everySecond(Runnable task) {
        tasks.add(task);
    }

    /** What other instances and this one say under this name. */
    void listen(String topic, Consumer<String> listener) {
        listeners.put(topic, listener);
    }

    void say(String topic, String text) {
        ask(() -> redis.getTopic(topic, StringCodec.INSTANCE).publish(text));
    }

    Optional<byte[]> find(String key) {
        return ask(() -> redis.<byte[]>getBucket(key).get());
    }

    void set(String key, byte[] value, Duration life) {
        ask(() -> {
            redis.<byte[]>getBucket(key).set(value, life);
            return true;
        });
    }

    /** Sets a text where none is, and tells which one is there then. */
    Optional<String> setIfAbsent(String key, String value) {
        return ask(() -> {
            var bucket = redis.<String>getBucket(key, StringCodec.INSTANCE);
            return bucket.setIfAbsent(value) ? value : bucket.get();
        });
    }

    void setText(String key, String value) {
        ask(() -> {
            redis.<String>getBucket(key, StringCodec.INSTANCE).set(value);
            return true;
        });
    }

    Optional<Map<String, String>> fields(String hash) {
        return ask(
                () -> redis.<String, String>getMap(hash, StringCodec.INSTANCE).readAllMap());
    }

    /** Sets a field unless there is one whose first 19 characters are greater. */
    void merge(String hash, String field, String value) {
        ask(() -> redis.getScript(StringCodec.INSTANCE)
                .<Long>eval(RScript.Mode.READ_WRITE, MERGE, RScript.ReturnType.LONG, List.of(hash), field, value));
    }

    void removeFields(String hash, Collection<String> fields) {
        if (!fields.isEmpty()) {
            ask(() ->
                    redis.<String, String>getMap(hash, StringCodec.INSTANCE).fastRemove(fields.toArray(String[]::new)));
        }
    }

    /**
     * Adds to scores.
     *
     * @param most how many members are kept, those with the greatest scores
     * @return whether Redis took it
     */
    boolean addScores(String set, Map<String, Integer> scores, int most, Duration life) {
        return ask(() -> {
                    RScoredSortedSet<String> sorted = redis.getScoredSortedSet(set, StringCodec.INSTANCE);
                    scores.forEach((member, score) -> sorted.addScore(member, score));
                    sorted.removeRangeByRank(0, -most - 1);
                    sorted.expire(life);
                    return true;
                })
                .orElse(false);
    }

    Map<String, Double> topScores(String set, int count) {
        return ask(() -> redis.<String>getScoredSortedSet(set, StringCodec.INSTANCE)
                        .entryRangeReversed(0, count - 1))
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(ScoredEntry::getValue, ScoredEntry::getScore));
    }

    /** A lock that ends by itself when its process dies; empty when another holds it. Without Redis everybody has it. */
    Optional<Lock> tryLock(String name, Duration lease) {
        Lock lock = new Lock(name, UUID.randomUUID().toString(), lease);
        boolean mine = ask(() ->
                        redis.<String>getBucket(name, StringCodec.INSTANCE).setIfAbsent(lock.token, lease))
                .orElse(true);
        return mine ? Optional.of(lock) : Optional.empty();
    }

    /** Held until it is closed, or for the lease after it was last renewed. */
    final class Lock implements AutoCloseable {
        private final String name;
        private final String token;
        private final Duration lease;
        private volatile long renewedAt = System.nanoTime();

        private Lock(String name, String token, Duration lease) {
            this.name = name;
            this.token = token;
            this.lease = lease;
        }

        /**
         * Holds it for another lease. What Redis forgot within the lease is set anew.
         *
         * @return false when it ran out and so another may have it, or had it; true also while Redis is away
         */
        boolean renew() {
            long now = System.nanoTime();
            String state = now - renewedAt < lease.toNanos() ? "held" : "late";
            Optional<Boolean> mine = ask(() -> script(RENEW, token, String.valueOf(lease.toMillis()), state) == 1);
            if (mine.equals(Optional.of(true))) {
                renewedAt = now;
            }
            return mine.orElse(true);
        }

        @Override
        public void close() {
            ask(() -> script(RELEASE, token));
        }

        private long script(String lua, Object... values) {
            return redis.getScript(StringCodec.INSTANCE)
                    .<Long>eval(RScript.Mode.READ_WRITE, lua, RScript.ReturnType.LONG, List.of(name), values);
        }
    }

    @Override
    public void close() {
        running = false;
        keeper.interrupt();
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }

    // Redisson's failures come in more than one type, and none of them may reach a reader.
    private <T> Optional<T> ask(Supplier<@Nullable T> question) {
        if (System.nanoTime() - silentUntil < 0) {
            return Optional.empty();
        }
        try (ChildSpan _ = ChildSpan.redis("ask")) {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException e) {
            silentUntil = System.nanoTime() + PAUSE.toNanos();
            failures.increment();
            LOG.log(Level.WARNING, "Redis does not answer and is done without: {0}", e.toString());
            return Optional.empty();
        }
    }

    private void keep() {
        boolean listening = false;
        while (running) {
            if (!listening) {
                listening = ask(() -> {
                            listeners.forEach((topic, listener) -> redis.getTopic(topic, StringCodec.INSTANCE)
                                    .addListener(String.class, (channel, text) -> listener.accept(text)));
                            return true;
                        })
                        .orElse(false);
            }
            for (Runnable task : tasks) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "what is done every second stumbles and goes on", e);
                }
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
