package dev.matinee.feed;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cards by id, out of Redis where it has them. */
final class Cards {
    private final FeedRedis redis;
    private final CardStore store;
    private final Epoch epoch;
    private final RecentCards recent;

    Cards(FeedRedis redis, CardStore store, Epoch epoch, Clock clock) {
        this.redis = redis;
        this.store = store;
        this.epoch = epoch;
        this.recent = new RecentCards(clock);
    }

    /** One as it was within the last seconds, to rank it by; what is shown is asked for again. */
    Optional<Card> recent(String id) {
        return recent.find(id);
    }

    /** Those that somebody may find at all. */
    Map<String, Card> listed(Collection<String> ids) {
        Set<String> wanted = new LinkedHashSet<>(ids);
        Map<String, Card> found = new HashMap<>(redis.cards(wanted));
        List<String> missing =
                wanted.stream().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            long ofEpoch = epoch.number();
            List<Card> read = new ArrayList<>(store.byIds(missing));
            read.forEach(card -> found.put(card.id(), card));
            try {
                redis.put(read, ofEpoch);
            } catch (FeedRedis.AwayException e) {
                // They are read again the next time; nothing that is there became wrong by it.
                return only(found);
            }
        }
        return only(found);
    }

    private Map<String, Card> only(Map<String, Card> found) {
        found.values().removeIf(card -> !card.state().listed());
        found.values().forEach(recent::keep);
        return found;
    }
}
