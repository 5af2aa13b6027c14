package dev.matinee.search;

import static dev.matinee.search.RunningSearch.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswersIT {
    private final RedisLink redis = new RedisLink(new RedisSettings(
            RedisServer.shared().url(), Optional.of(RedisServer.shared().password())));
    private final RedisLink otherRedis = new RedisLink(new RedisSettings(
            RedisServer.shared().url(), Optional.of(RedisServer.shared().password())));
    private final Generation generation = new Generation(redis);
    private final Generation otherGeneration = new Generation(otherRedis);
    private final SearchConfig.Answers settings = new SearchConfig.Answers(3, Duration.ofSeconds(30));
    private final Answers answers = new Answers(settings, redis, generation);
    private final Answers others = new Answers(settings, otherRedis, otherGeneration);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        redis.close();
        otherRedis.close();
    }

    @Test
    void get_askedOften_isKeptAndShared() {
        startBoth();
        for (int i = 0; i < 10; i++) {
            answers.get("often", this::answer);
        }
        assertThat(asked).hasValue(3);
        for (int i = 0; i < 10; i++) {
            others.get("often", this::answer);
        }
        // Two rare ones of its own, then what the first instance left in Redis.
        assertThat(asked).hasValue(5);
    }

    @Test
    void get_askedNowAndThen_neverTouchesRedis() {
        startBoth();
        answers.get("rare", this::answer);
        answers.get("rare", this::answer);
        assertThat(asked).hasValue(2);
        assertThat(redis.find("search:answer:" + generation.current() + ":" + Answers.sum("rare")))
                .isEmpty();
    }

    @Test
    void get_afterAChange_asksAgain() {
        startBoth();
        for (int i = 0; i < 5; i++) {
            answers.get("changing", this::answer);
        }
        int before = asked.get();
        generation.changed();
        assertThat(answers.get("changing", this::answer)).isEqualTo(("answer " + (before + 1)).getBytes(UTF_8));
        eventually().until(() -> otherGeneration.current().equals(generation.current()));
    }

    @Test
    void get_manyAtOnce_askOnce() throws Exception {
        startBoth();
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> first = many.submit(() -> answers.get("crowd", () -> {
                asking.countDown();
                await(release);
                return answer();
            }));
            asking.await();
            List<Future<byte[]>> rest = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(200);
            for (int i = 0; i < 200; i++) {
                rest.add(many.submit(() -> {
                    begun.countDown();
                    return answers.get("crowd", this::answer);
                }));
            }
            begun.await();
            release.countDown();
            assertThat(first.get()).isEqualTo("answer 1".getBytes(UTF_8));
            for (Future<byte[]> each : rest) {
                assertThat(each.get()).isNotEmpty();
            }
        }
        // Who came after the first was answered may have asked anew, until the third made it one that is kept.
        assertThat(asked).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void get_fails_tellsAllWhoWaitAndKeepsNothing() {
        startBoth();
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> answers.get("broken", () -> {
                        throw new IllegalStateException("no index");
                    }))
                    .hasMessage("no index");
        }
        assertThat(answers.get("broken", this::answer)).isEqualTo("answer 1".getBytes(UTF_8));
    }

    @Test
    void get_redisAway_asksTheIndex() {
        RedisServer.shared().stop();
        try {
            for (int i = 0; i < 5; i++) {
                answers.get("alone", this::answer);
            }
            assertThat(asked).hasValue(5);
        } finally {
            RedisServer.shared().start();
        }
    }

    private void startBoth() {
        redis.start();
        otherRedis.start();
        eventually().until(() -> {
            Optional<byte[]> there = redis.find("search:generation");
            return there.isPresent()
                    && new String(there.get(), UTF_8).equals(generation.current())
                    && generation.current().equals(otherGeneration.current());
        });
    }

    private byte[] answer() {
        return ("answer " + asked.incrementAndGet()).getBytes(UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
