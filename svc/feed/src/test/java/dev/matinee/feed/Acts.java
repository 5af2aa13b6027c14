package dev.matinee.feed;

import dev.matinee.events.BlockChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.MuteChanged;
import dev.matinee.events.WatchProgressed;
import java.time.Instant;

/** What members do, as catalog tells it. */
final class Acts {
    private Acts() {}

    static Event follow(String user, Post.Channel channel, boolean following, Instant at) {
        return event(
                EventType.FOLLOW_CHANGED,
                new FollowChanged(user, channel.id(), channel.owner(), user, following, 0, at));
    }

    static Event mute(String user, Post.Channel channel, boolean muted, Instant at) {
        return event(EventType.MUTE_CHANGED, new MuteChanged(user, channel.id(), channel.owner(), muted, at));
    }

    static Event block(String user, Post.Channel channel, boolean blocked, Instant at) {
        return event(EventType.BLOCK_CHANGED, new BlockChanged(user, channel.id(), channel.owner(), blocked, at));
    }

    static Event like(String user, Post post, boolean liked, Instant at) {
        return event(
                EventType.LIKE_CHANGED,
                new LikeChanged(
                        user,
                        user,
                        post.id(),
                        "video",
                        post.document().channel().id(),
                        post.document().owner(),
                        liked,
                        1,
                        at));
    }

    static Event watch(String user, Post post, boolean finished, Instant at) {
        return event(
                EventType.WATCH_PROGRESSED,
                new WatchProgressed(user, post.id(), post.document().channel().id(), 1_000, 60_000, finished, at));
    }

    private static Event event(EventType type, EventData data) {
        return Event.now(type, "catalog", Instant.now(), data);
    }
}
