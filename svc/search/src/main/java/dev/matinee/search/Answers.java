package dev.matinee.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.matinee.kit.http.Sha256;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Answers to what is asked often, in Redis and shared by all instances. A question that is asked now and then costs no
 * round trip to Redis. However many ask the same here at once, one of them asks the index.
 */
final class Answers {
    private static final String KEY = "search:answer:";
    private static final Duration OFTEN = Duration.ofMinutes(1);
    private static final long COUNTED = 20_000;
    private static final int MAX_BYTES = 512 * 1024;

    private final SearchConfig.Answers settings;
    private final RedisLink redis;
    private final Generation generation;
    private final Cache<String, AtomicInteger> asked =
            Caffeine.newBuilder().maximumSize(COUNTED).expireAfterWrite(OFTEN).build();
    private final ConcurrentHashMap<String, CompletableFuture<byte[]>> flights = new ConcurrentHashMap<>();
    private final Counter hits = counter("hit");
    private final Counter misses = counter("miss");
    private final Counter rare = counter("rare");
    private final Counter joined = counter("joined");

    Answers(SearchConfig.Answers settings, RedisLink redis, Generation generation) {
        this.settings = settings;
        this.redis = redis;
        this.generation = generation;
    }

    /** @param source asks the index */
    byte[] get(String question, Supplier<byte[]> source) {
        // Whoever comes after a change never joins or finds what was begun before it.
        String key = generation.current() + ":" + sum(question);
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> flying = flights.putIfAbsent(key, mine);
        if (flying != null) {
            joined.increment();
            count(question);
            try {
                return flying.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw e;
            }
        }
        try {
            byte[] answer = load(key, count(question) >= settings.asked(), source);
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(key, mine);
        }
    }

    private int count(String question) {
        AtomicInteger count = asked.get(question, any -> new AtomicInteger());
        return count == null ? 1 : count.incrementAndGet();
    }

    private byte[] load(String key, boolean often, Supplier<byte[]> source) {
        if (!often) {
            rare.increment();
            return source.get();
        }
        Optional<byte[]> kept = redis.find(KEY + key);
        if (kept.isPresent()) {
            hits.increment();
            return kept.get();
        }
        misses.increment();
        byte[] answer = source.get();
        if (answer.length <= MAX_BYTES) {
            redis.set(KEY + key, answer, settings.life());
        }
        return answer;
    }

    static String sum(String question) {
        return HexFormat.of().formatHex(Sha256.of(question), 0, 16);
    }

    private static Counter counter(String outcome) {
        return Metrics.globalRegistry()
                .getOrCreate(Counter.builder("search_answers")
                        .description(
                                "First pages by where they came from: hit = Redis, miss = asked often and not there,"
                                        + " rare = not asked often, joined = another's question was under way")
                        .tags(List.of(Tag.create("from", outcome))));
    }
}
