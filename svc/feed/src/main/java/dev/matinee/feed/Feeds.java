package dev.matinee.feed;

import dev.matinee.feed.FeedCursor.Phase;
import dev.matinee.feed.Found.Item;
import dev.matinee.kit.http.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The lists that clients ask for. */
final class Feeds {
    private static final int MAX_ROUNDS = 20;

    private final Timelines timelines;
    private final Cards cards;
    private final Trending trending;
    private final Related related;
    private final HomePages home;
    private final Clock clock;

    Feeds(Timelines timelines, Cards cards, Trending trending, Related related, Clock clock) {
        this.timelines = timelines;
        this.cards = cards;
        this.trending = trending;
        this.related = related;
        this.home = new HomePages(timelines, cards, trending);
        this.clock = clock;
    }

    Found home(String user, Optional<String> cursor, int limit) {
        return home.page(user, cursor("home", cursor), limit);
    }

    /** The newest first, whatever else is true of them. */
    Found following(String user, Optional<String> cursor, int limit) {
        FeedCursor at = cursor("following", cursor);
        Instant now = clock.instant();
        List<Item> items = new ArrayList<>();
        Entry after = at.after();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            int wanted = limit + 1;
            Timelines.Window window = timelines.window(user, after, wanted);
            Map<String, Card> found = timelines.permitted(
                    user, cards.listed(window.entries().stream().map(Entry::id).toList()));
            for (Entry entry : window.entries()) {
                Card card = found.get(entry.id());
                if (card != null && !window.member().hidden().contains(card.channel())) {
                    if (items.size() == limit) {
                        return new Found(items, at.behind(Phase.NEW, after, List.of()));
                    }
                    items.add(new Item(card, Scores.following(card, now)));
                }
                after = entry;
            }
            if (window.entries().size() < wanted) {
                return new Found(items, null);
            }
        }
        return new Found(items, at.behind(Phase.NEW, after, List.of()));
    }

    Found trending(Optional<String> user, Optional<String> cursor, int limit) {
        return whole("trending", user, cursor, limit, trending::list);
    }

    Found related(String id, Optional<String> user, Optional<String> cursor, int limit) {
        Card seed = Optional.ofNullable(cards.listed(List.of(id)).get(id))
                .filter(card -> card.state() == Card.State.PUBLIC)
                .orElseThrow(() -> ProblemException.of(FeedError.CONTENT_NOT_FOUND));
        return whole("related " + id, user, cursor, limit, () -> related.to(seed));
    }

    /** What is related to what a member watched last. */
    Found relatedToWatched(String user, Optional<String> cursor, int limit) {
        return whole("related", Optional.of(user), cursor, limit, () -> {
            List<String> watched = related.lastWatched(user);
            Map<String, Card> seeds = cards.listed(watched);
            Set<String> known = new HashSet<>(watched);
            return watched.stream()
                    .map(seeds::get)
                    .filter(seed -> seed != null && seed.state() == Card.State.PUBLIC)
                    .flatMap(seed -> related.to(seed).stream())
                    .sorted(Comparator.comparingDouble(
                                    (Suggestion each) -> each.reason().score())
                            .reversed())
                    .filter(each -> known.add(each.id()))
                    .limit(Related.LENGTH)
                    .toList();
        });
    }

    /** A list that was ranked as a whole; its cursor holds the rest of it. */
    private Found whole(
            String list,
            Optional<String> user,
            Optional<String> cursor,
            int limit,
            Supplier<List<Suggestion>> suggestions) {
        FeedCursor at = cursor(list, cursor);
        List<Suggestion> all = suggestions.get();
        List<String> rest = cursor.isPresent()
                ? at.rest()
                : all.stream().map(Suggestion::id).toList();
        Map<String, Reason> reasons = new HashMap<>();
        all.forEach(each -> reasons.put(each.id(), each.reason()));
        Set<String> hidden =
                user.map(somebody -> timelines.member(somebody).hidden()).orElse(Set.of());
        Map<String, Card> found = cards.listed(rest);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            Card card = found.get(rest.get(i));
            // What has left the list since its first page is passed over: nothing is known of why it was there.
            Reason reason = reasons.get(rest.get(i));
            if (card == null
                    || reason == null
                    || card.state() != Card.State.PUBLIC
                    || hidden.contains(card.channel())) {
                continue;
            }
            if (items.size() == limit) {
                return new Found(items, at.behind(Phase.REST, null, rest.subList(i, rest.size())));
            }
            items.add(new Item(card, reason));
        }
        return new Found(items, null);
    }

    private FeedCursor cursor(String list, Optional<String> text) {
        return text.map(given -> FeedCursor.parse(list, given))
                .orElseGet(() -> FeedCursor.start(list, clock.instant()));
    }
}
