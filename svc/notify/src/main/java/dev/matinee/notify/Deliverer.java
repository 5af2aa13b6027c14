package dev.matinee.notify;

import dev.matinee.notify.Delivery.Courier;
import dev.matinee.notify.Delivery.Outcome;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends what is due by one medium, some at a time, of each member a few; a slow receiver holds one place and no more. */
final class Deliverer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deliverer.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Medium medium;
    private final DeliveryStore store;
    private final Courier courier;
    private final Clock clock;
    private final int places;
    private final Semaphore free;
    /** Whose, and how many of theirs. */
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param places how many are sent at once */
    Deliverer(Medium medium, int places, DeliveryStore store, Courier courier, Clock clock) {
        this.medium = medium;
        this.places = places;
        this.free = new Semaphore(places);
        this.store = store;
        this.courier = courier;
        this.clock = clock;
    }

    /** Takes up what is due and there is room for; false when there was none. */
    boolean step() {
        int room = free.availablePermits();
        if (room == 0) {
            return false;
        }
        List<Delivery> taken = store.take(medium, room, Map.copyOf(underWay));
        for (Delivery delivery : taken) {
            free.acquireUninterruptibly();
            underWay.merge(delivery.member(), 1, Integer::sum);
            threads.execute(() -> {
                try {
                    send(delivery);
                } finally {
                    underWay.computeIfPresent(delivery.member(), (member, count) -> count == 1 ? null : count - 1);
                    free.release();
                }
            });
        }
        // One member's many fill no room, and others may wait behind them.
        return !taken.isEmpty();
    }

    private void send(Delivery delivery) {
        Instant begun = clock.instant();
        Outcome outcome;
        try {
            outcome = courier.deliver(delivery);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, medium.wireName() + " " + delivery.id() + " stumbles", e);
            outcome = new Outcome.Again(null, "something failed on our side", null);
        }
        try {
            store.ended(delivery, outcome, begun);
        } catch (RuntimeException e) {
            // Its lease ends, and then it is tried again.
            LOG.log(Level.WARNING, "how " + delivery.id() + " ended cannot be kept", e);
        }
        count(outcome);
    }

    private void count(Outcome outcome) {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("notify_deliveries")
                        .description("Tries to deliver by medium and how they ended")
                        .tags(List.of(
                                Tag.create("medium", medium.wireName()),
                                Tag.create(
                                        "outcome",
                                        outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT)))))
                .increment();
    }

    /** Lets what is being sent end, within the time that Nomad gives; the rest is taken up by another instance. */
    @Override
    public void close() {
        try {
            if (!free.tryAcquire(places, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.log(Level.INFO, "{0} leaves what is not sent yet to the next instance", medium.wireName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
