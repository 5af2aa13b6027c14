package dev.matinee.feed;

import java.util.Collection;

/** Takes note of what members saw, so that it sinks in their home. */
final class Seen {
    private final SocialStore social;
    private final FeedRedis redis;
    private final Epoch epoch;

    Seen(SocialStore social, FeedRedis redis, Epoch epoch) {
        this.social = social;
        this.redis = redis;
        this.epoch = epoch;
    }

    void saw(String user, Collection<String> contents) {
        social.saw(user, contents);
        try {
            redis.forgetMember(user);
        } catch (FeedRedis.AwayException e) {
            epoch.grow();
        }
    }
}
