package dev.matinee.feed;

import dev.matinee.feed.FeedCursor.Phase;
import dev.matinee.feed.Found.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Home: what is new in the channels somebody follows, a hundred after a hundred and each hundred ranked; first what they
 * had not seen when they began to read, then what they had, then what many watch.
 */
final class HomePages {
    /** How many of the newest are ranked among each other. */
    static final int BLOCK = 100;

    /** Behind these no more is looked for within one request; the cursor goes on. */
    private static final int MAX_ROUNDS = 40;

    /** Nor behind so many blocks of what is followed: who follows large channels has hundreds of thousands of entries. */
    static final int MAX_WINDOWS = 20;

    private final Timelines timelines;
    private final Cards cards;
    private final Trending trending;

    HomePages(Timelines timelines, Cards cards, Trending trending) {
        this.timelines = timelines;
        this.cards = cards;
        this.trending = trending;
    }

    Found page(String user, FeedCursor from, int limit) {
        return new Reading(user, from.asOf()).page(from, limit);
    }

    private record Ranked(String id, double score) {
        static final Comparator<Ranked> BEST_FIRST = Comparator.comparingDouble(Ranked::score)
                .thenComparing(Ranked::id)
                .reversed();
    }

    /** One page being read. */
    private final class Reading {
        private final String user;
        private final Instant asOf;
        private final Map<String, Card> known = new HashMap<>();
        private @Nullable Member member;
        private int windows;

        Reading(String user, Instant asOf) {
            this.user = user;
            this.asOf = asOf;
        }

        Found page(FeedCursor from, int limit) {
            List<Item> items = new ArrayList<>();
            FeedCursor at = from;
            for (int round = 0; round < MAX_ROUNDS && windows < MAX_WINDOWS; round++) {
                if (at.rest().isEmpty()) {
                    Optional<FeedCursor> block = next(at);
                    if (block.isEmpty()) {
                        return new Found(items, null);
                    }
                    at = block.get();
                }
                int wanted = Math.min(limit + 1 - items.size(), at.rest().size());
                items.addAll(items(at.phase(), at.rest().subList(0, wanted)));
                at = at.behind(
                        at.phase(),
                        at.after(),
                        at.rest().subList(wanted, at.rest().size()));
                if (items.size() > limit) {
                    List<String> rest = new ArrayList<>();
                    rest.add(items.removeLast().card().id());
                    rest.addAll(at.rest());
                    return new Found(items, at.behind(at.phase(), at.after(), rest));
                }
            }
            return new Found(items, at);
        }

        /** The next part, ranked, of which there may be nothing yet when the windows are used up; empty at the end. */
        private Optional<FeedCursor> next(FeedCursor at) {
            if (at.phase() == Phase.REST) {
                return Optional.empty();
            }
            List<String> ids = new ArrayList<>();
            Entry after = at.after();
            List<Entry> window;
            do {
                Timelines.Window part = timelines.window(user, after, BLOCK);
                member = part.member();
                window = part.entries();
                windows++;
                for (Entry entry : window) {
                    after = entry;
                    if (part.member().sawBy(entry.id(), asOf.toEpochMilli()) == (at.phase() == Phase.SEEN)) {
                        ids.add(entry.id());
                    }
                    if (ids.size() == BLOCK) {
                        break;
                    }
                }
            } while (ids.size() < BLOCK && window.size() == BLOCK && windows < MAX_WINDOWS);
            // Of a whole window there may be more behind it.
            if (!ids.isEmpty() || window.size() == BLOCK) {
                return Optional.of(at.behind(at.phase(), after, ranked(ids)));
            }
            return Optional.of(
                    at.phase() == Phase.NEW && !member().seen().isEmpty()
                            ? at.behind(Phase.SEEN, null, List.of())
                            : at.behind(Phase.REST, null, trending()));
        }

        private List<String> ranked(List<String> ids) {
            List<Ranked> ranked = new ArrayList<>(ids.size());
            List<String> unknown = new ArrayList<>();
            for (String id : ids) {
                cards.recent(id).ifPresentOrElse(card -> rank(card, ranked), () -> unknown.add(id));
            }
            if (!unknown.isEmpty()) {
                Map<String, Card> read = cards.listed(unknown);
                read.values().forEach(card -> rank(card, ranked));
                known.putAll(read);
            }
            ranked.sort(Ranked.BEST_FIRST);
            return ranked.stream().map(Ranked::id).toList();
        }

        private void rank(Card card, List<Ranked> ranked) {
            if (!member().hidden().contains(card.channel())) {
                ranked.add(new Ranked(card.id(), Scores.ofHome(card, member(), asOf)));
            }
        }

        /** Without what was or could have been among the followed. */
        private List<String> trending() {
            Set<String> followed = timelines.window(user, null, FeedRedis.CAP).entries().stream()
                    .map(Entry::id)
                    .collect(Collectors.toCollection(HashSet::new));
            return trending.list().stream()
                    .map(Suggestion::id)
                    .filter(id -> !followed.contains(id))
                    .toList();
        }

        private List<Item> items(Phase phase, List<String> ids) {
            List<String> unknown =
                    ids.stream().filter(id -> !known.containsKey(id)).toList();
            if (!unknown.isEmpty()) {
                known.putAll(cards.listed(unknown));
            }
            Map<String, Reason> reasons = phase == Phase.REST
                    ? trending.list().stream().collect(Collectors.toMap(Suggestion::id, Suggestion::reason))
                    : Map.of();
            Map<String, Card> found = new HashMap<>(known);
            found.keySet().retainAll(ids);
            Map<String, Card> permitted = timelines.permitted(user, found);
            List<Item> items = new ArrayList<>();
            for (String id : ids) {
                Card card = permitted.get(id);
                if (card == null
                        || member().hidden().contains(card.channel())
                        || (phase == Phase.REST && card.state() != Card.State.PUBLIC)) {
                    continue;
                }
                Reason reason = phase == Phase.REST ? reasons.get(id) : Scores.home(card, member(), asOf);
                if (reason != null) {
                    items.add(new Item(card, reason));
                }
            }
            return items;
        }

        private Member member() {
            Member held = member;
            if (held == null) {
                held = timelines.member(user);
                member = held;
            }
            return held;
        }
    }
}
