package dev.matinee.feed;

import java.util.List;

/**
 * Tells Redis what a committed transaction changed. When it cannot be told, all it holds is given up for a new epoch; so a
 * reader never meets what was true before.
 */
final class Derived {
    private static final int AT_ONCE = 200;

    private final FeedRedis redis;
    private final CardStore cards;
    private final SocialStore social;
    private final Epoch epoch;

    Derived(FeedRedis redis, CardStore cards, SocialStore social, Epoch epoch) {
        this.redis = redis;
        this.cards = cards;
        this.social = social;
        this.epoch = epoch;
    }

    void tell(Effects effects) {
        if (effects.none()) {
            return;
        }
        try {
            redis.forgetChannels(effects.channels());
            for (List<String> users : FeedRedis.pieces(List.copyOf(effects.members()), AT_ONCE)) {
                redis.forgetMembers(users);
            }
            for (List<String> ids : FeedRedis.pieces(List.copyOf(effects.cards()), AT_ONCE)) {
                long ofEpoch = epoch.number();
                redis.put(cards.byIds(ids), ofEpoch);
            }
        } catch (FeedRedis.AwayException e) {
            epoch.grow();
        }
    }

    /** The followers of channels that have just become too large to be pushed read them from now on. */
    void tellOfPulled() {
        for (String channel : social.untold()) {
            try {
                social.followers(channel, AT_ONCE, redis::forgetMembers);
            } catch (FeedRedis.AwayException e) {
                epoch.grow();
            }
            social.told(channel);
        }
    }
}
