package dev.matinee.feed;

import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.ChannelChanged;
import dev.matinee.events.Event;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.events.WatchProgressed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was known at a moment of a recorded log, and what each ranker would have shown then. */
final class Past {
    private final Instant now;
    private final Map<String, String> channels = new HashMap<>();
    private final Map<String, Entry> posts = new HashMap<>();
    private final Map<String, String> channelOf = new HashMap<>();
    private final Map<String, Set<String>> follows = new HashMap<>();
    private final Map<String, Map<String, Instant>> watches = new HashMap<>();
    private final Map<String, Map<String, Instant>> viewers = new HashMap<>();
    private final Map<String, Map<String, Instant>> likes = new HashMap<>();
    private final Map<String, Map<String, Integer>> affinity = new HashMap<>();
    private @Nullable List<String> trending;

    /** Everything up to a moment; what comes after it in the list is not looked at. */
    Past(List<Event> events, Instant now) {
        this.now = now;
        for (Event event : events) {
            if (event.time().isAfter(now)) {
                break;
            }
            take(event);
        }
    }

    private void take(Event event) {
        switch (event.data()) {
            case ChannelChanged channel -> channels.put(channel.channelId(), channel.name());
            case VideoChanged video ->
                post(video.contentId(), video.channelId(), video.visibility(), video.state(), video.publishedAt());
            case AlbumChanged album ->
                post(album.contentId(), album.channelId(), album.visibility(), album.state(), album.publishedAt());
            case VideoDeleted video -> posts.remove(video.contentId());
            case AlbumDeleted album -> posts.remove(album.contentId());
            case FollowChanged follow -> {
                Set<String> followed = follows.computeIfAbsent(follow.followerId(), user -> new HashSet<>());
                if (follow.following()) {
                    followed.add(follow.channelId());
                } else {
                    followed.remove(follow.channelId());
                }
            }
            case LikeChanged like -> {
                Map<String, Instant> of = likes.computeIfAbsent(like.contentId(), id -> new HashMap<>());
                if (like.liked()) {
                    of.put(like.userId(), event.time());
                    interested(like.userId(), like.channelId());
                } else {
                    of.remove(like.userId());
                }
            }
            case WatchProgressed watch -> {
                watches.computeIfAbsent(watch.userId(), user -> new LinkedHashMap<>())
                        .put(watch.contentId(), event.time());
                viewers.computeIfAbsent(watch.contentId(), id -> new LinkedHashMap<>())
                        .put(watch.userId(), event.time());
                if (watch.finished()) {
                    interested(watch.userId(), watch.channelId());
                }
            }
            default -> {
                // Whatever else happens says nothing of what somebody wants to watch.
            }
        }
    }

    private void post(String id, String channel, String visibility, String state, @Nullable Instant at) {
        if (visibility.equals("public") && state.equals("ready") && at != null) {
            posts.put(id, new Entry(id, at.toEpochMilli()));
            channelOf.put(id, channel);
        } else {
            posts.remove(id);
        }
    }

    private void interested(String user, String channel) {
        affinity.computeIfAbsent(user, somebody -> new HashMap<>()).merge(channel, 1, Integer::sum);
    }

    /** What could be shown at all. */
    Set<String> posts() {
        return posts.keySet();
    }

    String channel(String post) {
        return Objects.requireNonNull(channelOf.get(post), post);
    }

    boolean watched(String user, String post) {
        return watches.getOrDefault(user, Map.of()).containsKey(post);
    }

    /** The first things that a ranker shows somebody, without what they watched already. */
    List<String> shown(Ranking ranker, String user, int count) {
        Set<String> shown = new LinkedHashSet<>(
                switch (ranker) {
                    case HOME -> home(user);
                    case FOLLOWING -> following(user);
                    case TRENDING -> trending();
                    case RELATED -> related(user);
                });
        if (ranker == Ranking.HOME) {
            shown.addAll(trending());
        }
        return shown.stream().filter(post -> !watched(user, post)).limit(count).toList();
    }

    private List<String> following(String user) {
        Set<String> followed = follows.getOrDefault(user, Set.of());
        return posts.values().stream()
                .filter(post -> followed.contains(channel(post.id())))
                .sorted(Entry.NEWEST_FIRST)
                .map(Entry::id)
                .toList();
    }

    private List<String> home(String user) {
        Member member = new Member(0, Set.of(), List.of(), affinity.getOrDefault(user, Map.of()), Map.of());
        List<String> newest = following(user).stream()
                .filter(post -> !watched(user, post))
                .limit(HomePages.BLOCK)
                .toList();
        Map<String, Double> scores = new HashMap<>();
        newest.forEach(post -> scores.put(post, Scores.ofHome(card(post), member, now)));
        return best(scores);
    }

    private List<String> trending() {
        List<String> held = trending;
        if (held != null) {
            return held;
        }
        Instant since = now.minus(Scores.TRENDING_WINDOW);
        Map<String, Double> scores = new HashMap<>();
        for (Entry post : posts.values()) {
            double score = pulse(viewers.getOrDefault(post.id(), Map.of()), Scores.WATCH, since)
                    + pulse(likes.getOrDefault(post.id(), Map.of()), Scores.LIKE, since)
                    + pulse(Map.of("", Instant.ofEpochMilli(post.at())), Scores.PUBLICATION, since);
            if (score > 0) {
                scores.put(post.id(), score);
            }
        }
        List<String> made = best(scores).stream().limit(Trending.LENGTH).toList();
        trending = made;
        return made;
    }

    private double pulse(Map<String, Instant> acts, double weight, Instant since) {
        return acts.values().stream()
                .filter(at -> at.isAfter(since))
                .mapToDouble(at -> weight * Scores.decay(at, now, Scores.TRENDING_HALF))
                .sum();
    }

    private List<String> related(String user) {
        Map<String, Double> scores = new HashMap<>();
        List<String> watched = watches.getOrDefault(user, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
                .limit(Related.SEEDS)
                .map(Map.Entry::getKey)
                .toList();
        for (String seed : watched) {
            together(seed).forEach((post, score) -> scores.merge(post, score, Math::max));
        }
        return best(scores);
    }

    private Map<String, Double> together(String seed) {
        Map<String, Double> sums = new HashMap<>();
        viewers.getOrDefault(seed, Map.of())
                .forEach((user, at) -> watches.getOrDefault(user, Map.of()).forEach((post, watchedAt) -> {
                    if (!post.equals(seed) && posts.containsKey(post)) {
                        Instant earlier = watchedAt.isBefore(at) ? watchedAt : at;
                        sums.merge(post, Scores.decay(earlier, now, Scores.TOGETHER_HALF), Double::sum);
                    }
                }));
        sums.replaceAll((post, sum) ->
                Related.score(sum, viewers.getOrDefault(post, Map.of()).size()));
        return sums;
    }

    private Card card(String post) {
        Entry entry = Objects.requireNonNull(posts.get(post));
        String channel = channel(post);
        return new Card(
                post,
                0,
                Card.State.PUBLIC,
                channel,
                channels.getOrDefault(channel, channel),
                "",
                entry.at(),
                likes.getOrDefault(post, Map.of()).size(),
                viewers.getOrDefault(post, Map.of()).size(),
                "");
    }

    private static List<String> best(Map<String, Double> scores) {
        List<Map.Entry<String, Double>> all = new ArrayList<>(scores.entrySet());
        all.sort(Comparator.comparingDouble((Map.Entry<String, Double> each) -> each.getValue())
                .thenComparing(Map.Entry::getKey)
                .reversed());
        return all.stream().map(Map.Entry::getKey).toList();
    }
}
