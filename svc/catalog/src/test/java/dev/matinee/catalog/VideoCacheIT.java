package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two instances' caches over one Redis; the truth is a map that counts how often it is asked. */
class VideoCacheIT {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final RedisServer redis = RedisServer.shared();
    private final Map<UUID, Copy> truth = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final VideoCache here = cache(LONG);
    private final VideoCache there = cache(LONG);
    private final UUID id = Uuid7.next();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void find_manyAtOnce_askOnce() throws Exception {
        set(id, 1, "one");
        CountDownLatch all = new CountDownLatch(1_000);
        Callable<String> find = () -> {
            all.countDown();
            all.await();
            return body(here, id);
        };
        List<String> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> one : threads.invokeAll(Collections.nCopies(1_000, find))) {
                found.add(one.get());
            }
        }
        assertThat(found).hasSize(1_000).containsOnly("one");
        assertThat(asked).hasValue(1);
    }

    @Test
    void find_whatAnotherInstanceFound_isInRedis() {
        set(id, 1, "one");
        assertThat(body(here, id)).isEqualTo("one");
        assertThat(body(there, id)).isEqualTo("one");
        assertThat(asked).hasValue(1);
        assertThat(there.find(id).map(Copy::tag)).contains("\"r1\"");
    }

    @Test
    void find_nothing_isRemembered() {
        assertThat(here.find(id)).isEmpty();
        assertThat(here.find(id)).isEmpty();
        assertThat(there.find(id)).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void nothing_isBelievedShortly() {
        VideoCache brief = cache(Duration.ofMillis(200));
        try {
            assertThat(brief.find(id)).isEmpty();
            set(id, 1, "one");
            await().until(() -> body(brief, id).equals("one"));
        } finally {
            brief.close();
        }
    }

    @Test
    void changed_reachesTheOtherInstance() {
        set(id, 1, "one");
        body(here, id);
        body(there, id);
        awaitListening();
        set(id, 2, "two");
        here.changed(id, 2);
        assertThat(body(here, id)).isEqualTo("two");
        await().until(() -> body(there, id).equals("two"));
    }

    @Test
    void heard_takesBackOlderCopiesOnly() {
        set(id, 1, "one");
        body(here, id);
        body(there, id);
        awaitListening();
        set(id, 2, "two");
        // Nobody said changed(): its process died.
        assertThat(here.heard(id, 2)).isTrue();
        assertThat(body(here, id)).isEqualTo("two");
        await().until(() -> body(there, id).equals("two"));
        int before = asked.get();
        assertThat(here.heard(id, 2)).isTrue();
        assertThat(here.heard(id, 1)).isTrue();
        assertThat(body(here, id)).isEqualTo("two");
        assertThat(asked).as("the copy in Redis was good").hasValue(before);
    }

    @Test
    void heard_redisAway_saysSo() {
        redis.stop();
        try {
            assertThat(here.heard(id, 2)).isFalse();
        } finally {
            redis.start();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> here.heard(id, 2));
    }

    @Test
    void created_endsNothing() {
        assertThat(here.find(id)).isEmpty();
        set(id, 1, "one");
        here.changed(id, 1);
        assertThat(body(here, id)).isEqualTo("one");
    }

    @Test
    void slowReader_cannotBringTheOldBack() throws Exception {
        set(id, 1, "one");
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        VideoCache slow = new VideoCache(settings(LONG), redisSettings(), wanted -> {
            Copy old = truth.getOrDefault(wanted, Copy.nothing(0));
            read.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return old;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> late = threads.submit(() -> body(slow, id));
            read.await();
            set(id, 2, "two");
            here.changed(id, 2);
            goOn.countDown();
            assertThat(late.get()).as("it asked before the change").isEqualTo("one");
            assertThat(body(here, id)).isEqualTo("two");
            assertThat(body(there, id)).isEqualTo("two");
        } finally {
            slow.close();
        }
    }

    @Test
    void redisFlushed_nobodyNotices() {
        set(id, 1, "one");
        body(here, id);
        redis.flush();
        assertThat(body(here, id)).isEqualTo("one");
        assertThat(body(there, id)).isEqualTo("one");
        set(id, 2, "two");
        here.changed(id, 2);
        assertThat(body(here, id)).isEqualTo("two");
    }

    @Test
    void redisAway_truthIsAsked_andTheWordIsSaidLater() {
        set(id, 1, "one");
        body(here, id);
        body(there, id);
        awaitListening();
        redis.stop();
        try {
            set(id, 2, "two");
            here.changed(id, 2);
            assertThat(body(here, id)).isEqualTo("two");
            UUID other = Uuid7.next();
            set(other, 1, "other");
            assertThat(body(there, other)).isEqualTo("other");
        } finally {
            redis.start();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> body(there, id).equals("two"));
    }

    @Test
    void redisFrozen_truthIsAsked() {
        body(here, Uuid7.next());
        set(id, 1, "one");
        redis.pause();
        try {
            assertThat(body(here, id)).isEqualTo("one");
        } finally {
            redis.resume();
        }
    }

    @Test
    void redisAwayAtStart_doesNotMatter() {
        redis.stop();
        VideoCache early;
        try {
            set(id, 1, "one");
            early = cache(LONG);
            assertThat(body(early, id)).isEqualTo("one");
        } finally {
            redis.start();
        }
        try {
            set(id, 2, "two");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                here.changed(id, 2);
                return body(early, id).equals("two");
            });
        } finally {
            early.close();
        }
    }

    /** Until the other instance listens, a change would be told to nobody. */
    private void awaitListening() {
        UUID probe = Uuid7.next();
        AtomicInteger revision = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            body(there, probe);
            set(probe, revision.incrementAndGet(), "r" + revision);
            here.changed(probe, revision.get());
            return body(there, probe).equals("r" + revision);
        });
    }

    private void set(UUID video, long revision, String body) {
        truth.put(video, Copy.of(revision, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String body(VideoCache cache, UUID video) {
        return cache.find(video)
                .map(copy -> new String(copy.body(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private VideoCache cache(Duration nothingLife) {
        return new VideoCache(settings(nothingLife), redisSettings(), wanted -> {
            asked.incrementAndGet();
            return truth.getOrDefault(wanted, Copy.nothing(0));
        });
    }

    private static CacheSettings settings(Duration nothingLife) {
        return new CacheSettings(1 << 20, LONG, LONG, nothingLife);
    }

    private RedisSettings redisSettings() {
        return new RedisSettings(redis.url(), Optional.of(redis.password()).filter(word -> !word.isEmpty()));
    }
}
