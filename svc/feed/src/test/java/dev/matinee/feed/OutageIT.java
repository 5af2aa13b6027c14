package dev.matinee.feed;

import static dev.matinee.feed.RunningFeed.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.test.RedisServer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis hangs for a while and comes back with all it held before. */
class OutageIT {
    private final RunningFeed feed = RunningFeed.shared();
    private final String user = "member-" + UUID.randomUUID();
    private final Post.Channel channel = Post.Channel.named("Channel");

    @AfterEach
    void goOn() {
        RedisServer.shared().resume();
    }

    @Test
    void redisHangs_feedsAreAnswered_andChangesActAtOnce_alsoWhenItComesBack() {
        feed.follow(user, channel);
        Post shown = Post.at(channel, "shown", Instant.now().minusSeconds(20));
        Post hidden = Post.at(channel, "hidden", Instant.now().minusSeconds(10));
        feed.publish(shown, hidden);
        eventually().until(() -> feed.titles(user, "/following"), List.of("hidden", "shown")::equals);

        RedisServer.shared().pause();
        assertThat(feed.titles(user, "/following")).containsExactly("hidden", "shown");
        assertThat(feed.titles(user, "/home")).contains("hidden", "shown");
        feed.catalog().put(hidden.with("private").document());
        feed.say(hidden.with("private").unpublished());
        eventually().until(() -> feed.titles(user, "/following"), List.of("shown")::equals);

        RedisServer.shared().resume();
        Post later = Post.in(channel, "later");
        feed.publish(later);
        eventually().until(() -> feed.titles(user, "/following").contains("later"));
        assertThat(feed.titles(user, "/following")).containsExactly("later", "shown");
        // The other instance learns of the new epoch within a second, and until then believes what Redis held before.
        eventually()
                .until(() ->
                        !RunningFeed.titles(feed.getSecond(user, "/following")).contains("hidden"));
    }
}
