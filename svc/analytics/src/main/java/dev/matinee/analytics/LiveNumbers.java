package dev.matinee.analytics;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What goes on at this moment, out of what is said. A playback session is watched for as long as something was heard of it within the
 * window; programs by their own word are none. Time is that of the collector, so what comes late from Kafka changes nothing.
 *
 * <p>Only so many sessions are kept: when there are more, it is every second one of them, then every fourth, chosen by their id, and
 * numbers are estimates made of those. One thread uses this.
 */
final class LiveNumbers {
    /** Events a second are the mean of so many seconds. */
    static final int SECONDS = 10;

    private static final int RING = 16;
    private static final int MOST_HALVINGS = 20;
    private static final Set<String> OVER = Set.of("ended", "failed");

    private final Duration window;
    private final int most;
    private final Map<UUID, Heard> sessions = new HashMap<>();
    private final long secret = new SecureRandom().nextLong();
    private final long[] events = new long[RING];
    private final long[] seconds = new long[RING];
    private int halvings;

    private record Heard(UUID video, long atMs) {}

    /**
     * @param window how long somebody watches of whom nothing more is heard
     * @param most sessions kept at once
     */
    LiveNumbers(Duration window, int most) {
        this.window = window;
        this.most = most;
    }

    /** @param viewers how many watch it now */
    record Watched(String video, long viewers) {}

    /**
     * @param weight how many sessions each of those that were kept stands for; more than 1 makes estimates of the numbers
     * @param viewers sessions that were kept, by video
     */
    record View(Instant at, double eventsPerSecond, int weight, Map<UUID, Integer> viewers) {
        long viewersOf(Predicate<UUID> videos) {
            return (long) weight
                    * viewers.entrySet().stream()
                            .filter(each -> videos.test(each.getKey()))
                            .mapToLong(Map.Entry::getValue)
                            .sum();
        }

        List<Watched> top(int limit, Predicate<UUID> videos) {
            return viewers.entrySet().stream()
                    .filter(each -> videos.test(each.getKey()))
                    .sorted(Comparator.comparingInt((Map.Entry<UUID, Integer> each) -> -each.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .limit(limit)
                    .map(each -> new Watched(each.getKey().toString(), (long) weight * each.getValue()))
                    .toList();
        }
    }

    /** Something was said, by a player or a page. */
    void event(Instant receivedAt) {
        long second = receivedAt.getEpochSecond();
        int place = (int) Math.floorMod(second, (long) RING);
        if (seconds[place] < second) {
            seconds[place] = second;
            events[place] = 0;
        }
        if (seconds[place] == second) {
            events[place]++;
        }
    }

    /** A player said something of a session. */
    void playback(UUID session, UUID video, String kind, Instant receivedAt) {
        if (!isKept(session) || (sessions.size() >= most && halvings == MOST_HALVINGS)) {
            return;
        }
        if (OVER.contains(kind)) {
            sessions.remove(session);
            return;
        }
        long now = receivedAt.toEpochMilli();
        sessions.merge(session, new Heard(video, now), (before, heard) -> before.atMs() > now ? before : heard);
        while (sessions.size() > most && halvings < MOST_HALVINGS) {
            halvings++;
            sessions.keySet().removeIf(each -> !isKept(each));
        }
    }

    /** What goes on, and what is over is forgotten. */
    View view(Instant now) {
        long since = now.minus(window).toEpochMilli();
        sessions.values().removeIf(heard -> heard.atMs() <= since);
        Map<UUID, Integer> viewers = new HashMap<>();
        sessions.values().forEach(heard -> viewers.merge(heard.video(), 1, Integer::sum));
        View view = new View(now, eventsPerSecond(now.getEpochSecond()), 1 << halvings, Map.copyOf(viewers));
        // Those who were left out are heard of again within a window; until then this is too few rather than too many.
        if (halvings > 0 && sessions.size() < most / 4) {
            halvings--;
        }
        return view;
    }

    private double eventsPerSecond(long now) {
        long sum = 0;
        for (int place = 0; place < RING; place++) {
            if (seconds[place] < now && seconds[place] >= now - SECONDS) {
                sum += events[place];
            }
        }
        return sum * 1.0 / SECONDS;
    }

    /** Ids are the clients', who cannot know by what they are chosen, so nobody makes theirs to be kept. */
    private boolean isKept(UUID session) {
        long bits = mixed(mixed(session.getMostSignificantBits() ^ secret) ^ session.getLeastSignificantBits());
        return (bits & ((1L << halvings) - 1)) == 0;
    }

    /** The finishing steps of SplitMix64 (Steele, Lea and Flood 2014): each bit in changes about half of the bits out. */
    private static long mixed(long bits) {
        long half = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        half = (half ^ (half >>> 27)) * 0x94D049BB133111EBL;
        return half ^ (half >>> 31);
    }
}
