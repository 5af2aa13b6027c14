package dev.matinee.feed;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.FanOutTask;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what was published into the lists of followers, part by part, or takes it out. Who reads no feeds is passed over.
 * Doing it again changes nothing.
 */
final class FanOut {
    static final Set<EventType> TASKS = EnumSet.of(EventType.FEED_FANOUT);

    /** Members that are read in one go: a part as a rule, which reads by its index and needs no second question. */
    private static final int AT_ONCE = 10_000;

    /** How much longer than a list lives its member is pushed to: the list must not outlive the pushing. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final TimelineStore store;
    private final CardStore cards;
    private final FeedRedis redis;
    private final Epoch epoch;
    private final Duration idle;
    private final Clock clock;
    private final Timer time;
    private final Counter pushed;

    FanOut(TimelineStore store, CardStore cards, FeedRedis redis, Epoch epoch, Duration idle, Clock clock) {
        this.store = store;
        this.cards = cards;
        this.redis = redis;
        this.epoch = epoch;
        this.idle = idle;
        this.clock = clock;
        this.time = Metrics.globalRegistry()
                .getOrCreate(Timer.builder("feed_fanout").description("One part of a delivery into feeds"));
        this.pushed = Metrics.globalRegistry()
                .getOrCreate(
                        Counter.builder("feed_pushed").description("Lists of members that something was put into"));
    }

    void handle(List<Event> events) throws AwayException {
        for (Event event : events) {
            FanOutTask task = (FanOutTask) event.data();
            ContentEvents.waiting(() -> {
                long begin = System.nanoTime();
                deliver(task);
                time.record(Duration.ofNanos(System.nanoTime() - begin));
            });
        }
    }

    private void deliver(FanOutTask task) {
        Optional<Card> card = cards.byIds(List.of(task.contentId())).stream()
                .filter(found -> found.state().listed())
                .findFirst();
        // What became otherwise meanwhile has a task of its own.
        if (card.isPresent() != task.add()) {
            return;
        }
        Instant since = clock.instant().minus(idle).minus(GRACE);
        String after = "";
        List<String> users;
        do {
            users = store.readers(task.channelId(), task.part(), task.parts(), since, after, AT_ONCE);
            if (!users.isEmpty()) {
                after = users.getLast();
                deliver(task, card, users);
            }
        } while (users.size() == AT_ONCE);
    }

    private void deliver(FanOutTask task, Optional<Card> card, List<String> users) {
        try {
            if (card.isPresent()) {
                pushed.increment(
                        redis.push(new Entry(task.contentId(), card.get().publishedAt()), users));
            } else {
                redis.take(task.contentId(), users);
            }
        } catch (FeedRedis.AwayException e) {
            // Their lists lack it, so all lists are made anew.
            epoch.grow();
        }
    }
}
