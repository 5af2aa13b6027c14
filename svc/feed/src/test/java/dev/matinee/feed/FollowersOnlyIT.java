package dev.matinee.feed;

import static dev.matinee.feed.RunningFeed.eventually;
import static dev.matinee.feed.RunningFeed.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is for a channel's followers is shown to nobody else, whatever their cursor says. */
class FollowersOnlyIT {
    private final RunningFeed feed = RunningFeed.shared();
    private final String user = "member-" + UUID.randomUUID();
    private final Post.Channel channel = Post.Channel.named("Blender");

    @Test
    void forFollowers_isInTheirFeedsOnly() {
        feed.follow(user, channel);
        Post film = Post.in(channel, "for followers").with("followers");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/following"), List.of("for followers")::equals);
        assertThat(feed.walk(user, "/trending", 100)).doesNotContain(film.id());
        assertThat(feed.get(user, "/related/" + film.id()).status()).isEqualTo(404);
    }

    @Test
    void forFollowers_unfollowedBetweenTwoPages_isShownNoMore() {
        feed.follow(user, channel);
        Post open = Post.at(channel, "open", Instant.now().minusSeconds(10));
        Post secret = Post.at(channel, "secret", Instant.now().minusSeconds(20)).with("followers");
        feed.publish(open, secret);
        eventually().until(() -> feed.titles(user, "/following"), List.of("open", "secret")::equals);
        Answer first = feed.get(user, "/home?limit=1");
        assertThat(texts(first, "id")).containsExactly(open.id());
        String second = "/home?limit=1&cursor=" + first.text("next_cursor");
        assertThat(texts(feed.get(user, second), "id")).containsExactly(secret.id());

        feed.say(Acts.follow(user, channel, false, Instant.now()));
        eventually().until(() -> !texts(feed.get(user, second), "id").contains(secret.id()));
        feed.follow(user, channel);
        eventually().until(() -> texts(feed.get(user, second), "id").contains(secret.id()));
    }

    @ParameterizedTest
    @EnumSource(FeedCursor.Phase.class)
    void forFollowers_cursorWrittenByHand_isShownToFollowersOnly(FeedCursor.Phase phase) {
        feed.follow(user, channel);
        Post secret = Post.in(channel, "secret").with("followers");
        feed.publish(secret);
        eventually().until(() -> feed.titles(user, "/following"), List.of("secret")::equals);
        String home = "/home?limit=1&cursor="
                + new FeedCursor("home", Instant.now(), phase, null, List.of(secret.id())).text();
        assertThat(texts(feed.get("stranger-" + UUID.randomUUID(), home), "id")).doesNotContain(secret.id());
        // What many watch is for everybody, and so never this.
        assertThat(texts(feed.get(user, home), "id").contains(secret.id())).isEqualTo(phase != FeedCursor.Phase.REST);
    }
}
