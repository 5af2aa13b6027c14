package dev.matinee.feed;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is new in the channels somebody follows: their own list, which was pushed to, merged with those of large channels.
 * What Redis does not have is made out of PostgreSQL and put there, unless it changed meanwhile.
 */
final class Timelines {
    /** How old what is known of a member may be, and how exactly it is known when they last read. */
    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    private final FeedRedis redis;
    private final TimelineStore store;
    private final SocialStore social;
    private final Epoch epoch;
    private final Clock clock;
    private final Counter warmed;

    Timelines(FeedRedis redis, TimelineStore store, SocialStore social, Epoch epoch, Clock clock) {
        this.redis = redis;
        this.store = store;
        this.social = social;
        this.epoch = epoch;
        this.clock = clock;
        this.warmed = Metrics.globalRegistry()
                .getOrCreate(Counter.builder("feed_warmed").description("Lists of members made out of PostgreSQL"));
    }

    /**
     * A part of what somebody follows, and what is known of them.
     *
     * @param entries the newest first
     */
    record Window(List<Entry> entries, Member member) {}

    /**
     * The newest behind a place.
     *
     * @param after null for the newest of all
     * @param limit at least 1; with fewer entries than that there are no more
     */
    Window window(String user, @Nullable Entry after, int limit) {
        Window own = redis.home(user, after, limit)
                .map(held -> new Window(held.entries(), known(user, Optional.ofNullable(held.member()))))
                .orElseGet(() -> warm(user, after, limit));
        Member member = own.member();
        if (member.pulled().isEmpty()) {
            return own;
        }
        List<List<Entry>> lists = new ArrayList<>(channels(member.pulled(), after, limit));
        lists.add(own.entries());
        return new Window(Merge.newest(lists, after, limit), member);
    }

    /** What is known of somebody, whatever they follow. */
    Member member(String user) {
        return known(user, redis.member(user));
    }

    /**
     * Of these cards those that somebody may be shown: what is for followers only while they follow, whatever a list that was
     * being pushed to or a cursor still names. PostgreSQL is asked, and only when there are such.
     */
    Map<String, Card> permitted(String user, Map<String, Card> cards) {
        Set<String> asked = cards.values().stream()
                .filter(card -> card.state() == Card.State.FOLLOWERS)
                .map(Card::channel)
                .collect(Collectors.toSet());
        if (asked.isEmpty()) {
            return cards;
        }
        Set<String> followed = store.followed(user, asked);
        Map<String, Card> permitted = new HashMap<>(cards);
        permitted.values().removeIf(card -> card.state() == Card.State.FOLLOWERS && !followed.contains(card.channel()));
        return permitted;
    }

    private Window warm(String user, @Nullable Entry after, int limit) {
        warmed.increment();
        // Before the list is read: what is published from now on is pushed, so that none falls between the two.
        social.active(user);
        long ofEpoch = epoch.number();
        Optional<String> token = redis.beginHome(user);
        Member member = store.member(user);
        List<Entry> all = store.home(user);
        token.ifPresent(given -> redis.storeHome(user, given, ofEpoch, member, all));
        return new Window(Merge.newest(List.of(all), after, limit), member);
    }

    /** Reads it anew when it is missing or old, which also tells that the member still reads. */
    private Member known(String user, Optional<Member> held) {
        if (held.isPresent() && clock.millis() - held.get().activeAt() < NOTED_EVERY.toMillis()) {
            return held.get();
        }
        social.active(user);
        long ofEpoch = epoch.number();
        Optional<String> token = redis.beginHome(user);
        Member anew = store.member(user);
        token.ifPresent(given -> redis.storeMember(user, given, ofEpoch, anew));
        return anew;
    }

    private List<List<Entry>> channels(List<String> channels, @Nullable Entry after, int limit) {
        Map<String, List<Entry>> ready = redis.channels(channels, after, limit);
        return channels.stream()
                .map(channel -> Optional.ofNullable(ready.get(channel)).orElseGet(() -> warmChannel(channel)))
                .toList();
    }

    private List<Entry> warmChannel(String channel) {
        long ofEpoch = epoch.number();
        Optional<String> token = redis.beginChannel(channel);
        List<Entry> all = store.channel(channel);
        token.ifPresent(given -> redis.storeChannel(channel, given, ofEpoch, all));
        return all;
    }
}
