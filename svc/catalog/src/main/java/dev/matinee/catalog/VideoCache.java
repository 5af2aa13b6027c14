package dev.matinee.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.matinee.kit.redis.RedisSettings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * What anybody is answered about a video, near (this process), then shared (Redis), then made from PostgreSQL. However
 * many ask for one video at once, one of them makes it and the rest wait for that. "Nothing" is kept too, but shortly:
 * a schedule may come without a word.
 */
final class VideoCache implements AutoCloseable {
    /** What an entry costs beside its bytes. */
    private static final int ENTRY_BYTES = 200;

    private final CacheSettings settings;
    private final Function<UUID, Copy> source;
    private final Cache<UUID, Copy> near;
    private final RedisCopies shared;
    private final Counter redisHits = reads("redis");
    private final Counter misses = reads("postgresql");

    /** @param source makes the copy anew; called once for all who wait */
    VideoCache(CacheSettings settings, RedisSettings redis, Function<UUID, Copy> source) {
        this.settings = settings;
        this.source = source;
        this.near = Caffeine.newBuilder()
                .maximumWeight(settings.nearBytes())
                .<UUID, Copy>weigher((id, copy) -> copy.body().length + ENTRY_BYTES)
                .expireAfter(Expiry.<UUID, Copy>creating((id, copy) -> jittered(life(copy, settings.nearLife()))))
                .build();
        this.shared = new RedisCopies(redis, near::invalidate);
    }

    /** Empty when anybody without rights of their own is to hear that there is nothing. */
    Optional<Copy> find(UUID id) {
        Copy held = near.getIfPresent(id);
        if (held == null) {
            held = near.get(id, this::load);
        }
        return held.hasBody() ? Optional.of(held) : Optional.empty();
    }

    /** To be called after a change was committed: no older copy is answered from then on. */
    void changed(UUID id, long revision) {
        shared.forget(id, revision);
        near.invalidate(id);
    }

    /**
     * To be called when a change is heard of by its event: nobody answers an older copy from then on, also when whoever
     * made the change died before {@link #changed}.
     *
     * @return false when the others cannot be told now
     */
    boolean heard(UUID id, long revision) {
        boolean told = shared.forgetOlder(id, revision);
        near.invalidate(id);
        return told;
    }

    /** Drops what this process holds. */
    void clearNear() {
        near.invalidateAll();
    }

    @Override
    public void close() {
        shared.close();
    }

    private Copy load(UUID id) {
        Optional<Copy> copy = shared.find(id).filter(found -> found.kind() != Copy.Kind.GONE);
        if (copy.isPresent()) {
            redisHits.increment();
            return copy.get();
        }
        misses.increment();
        Copy made = source.apply(id);
        shared.offer(id, made, jittered(life(made, settings.redisLife())));
        return made;
    }

    private Duration life(Copy copy, Duration full) {
        return copy.hasBody() || full.compareTo(settings.nothingLife()) < 0 ? full : settings.nothingLife();
    }

    /** Up to a fifth shorter, so that what came together does not go together. */
    private static Duration jittered(Duration life) {
        long millis = life.toMillis();
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    private static Counter reads(String from) {
        return Metrics.globalRegistry()
                .getOrCreate(Counter.builder("catalog_copies_loaded")
                        .description("Reads that were not answered from this process, by where the answer was")
                        .tags(List.of(Tag.create("from", from))));
    }
}
