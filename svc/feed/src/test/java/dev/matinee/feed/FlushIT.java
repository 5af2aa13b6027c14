package dev.matinee.feed;

import static dev.matinee.feed.RunningFeed.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.test.RedisServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Redis loses everything while feeds are read and published into. */
class FlushIT {
    private static final int READERS = 8;
    private static final int FLUSHES = 5;

    private final RunningFeed feed = RunningFeed.shared();

    @Test
    void flushedUnderLoad_noErrors_feedsRebuilt() throws InterruptedException {
        Post.Channel channel = Post.Channel.named("Flushed");
        Post.Channel large = Post.Channel.named("Large");
        List<String> users = new ArrayList<>();
        for (int i = 0; i < RunningFeed.THRESHOLD + 1; i++) {
            users.add("flushed-" + i + "-" + UUID.randomUUID());
            feed.follow(users.getLast(), large);
        }
        users.stream().limit(2).forEach(user -> feed.follow(user, channel));
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            posts.add(Post.at(
                    i % 2 == 0 ? channel : large, "film " + i, Instant.now().minusSeconds(i)));
        }
        feed.publish(posts.toArray(Post[]::new));
        String reader = users.getFirst();
        eventually().until(() -> feed.walk(reader, "/following", 100).size(), size -> size == 20);

        Queue<String> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch stop = new CountDownLatch(1);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                String user = users.get(i % 2);
                String list = i % 3 == 0 ? "/home?limit=20" : "/following?limit=20";
                readers.execute(() -> {
                    while (stop.getCount() > 0) {
                        Answer answer = feed.get(user, list);
                        // Twenty were there before the first flush, and none of them may be missing at any time.
                        if (answer.status() != 200 || answer.json().path("data").size() != 20) {
                            failures.add(list + " " + answer.status() + " "
                                    + answer.response().body());
                        }
                    }
                });
            }
            for (int i = 0; i < FLUSHES; i++) {
                RedisServer.shared().flush();
                Post next = Post.in(i % 2 == 0 ? channel : large, "published at flush " + i);
                posts.add(next);
                feed.publish(next);
                eventually().until(() -> feed.walk(reader, "/following", 100).contains(next.id()));
            }
            stop.countDown();
            readers.shutdown();
            assertThat(readers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(feed.walk(reader, "/following", 7))
                .containsExactlyInAnyOrderElementsOf(
                        posts.stream().map(Post::id).toList());
    }
}
