package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.notify.Delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who takes up what is due, and whose word on it counts. */
class DeliveryStoreIT {
    private static final Database DATABASE = open();

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-01T10:00:00Z"));
    private final DeliveryStore store =
            new DeliveryStore(DATABASE, new Outbox(NotifyConfig.NAME, clock), clock, new Random(1));

    private static Database open() {
        PostgresServer.Database fresh = PostgresServer.shared().newDatabase();
        return Database.open(new DatabaseSettings(fresh.url(), fresh.user(), fresh.password(), 4));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @AfterEach
    void forget() {
        DATABASE.execute().dml("DELETE FROM delivery");
    }

    private UUID due(String member) {
        UUID id = UUID.randomUUID();
        DATABASE.execute()
                .insert(
                        "INSERT INTO delivery (id, member, medium, kind, target_id, state, due_at, created_at)"
                                + " VALUES (?, ?, 'webhook', 'test', ?, 'waiting', ?, ?)",
                        id,
                        member,
                        UUID.randomUUID(),
                        Rows.time(clock.instant()),
                        Rows.time(clock.instant()));
        return id;
    }

    private static String state(UUID id) {
        return DATABASE.execute()
                .get("SELECT state FROM delivery WHERE id = ?", id)
                .map(row -> new Rows(row).text("state"))
                .orElseThrow();
    }

    @Test
    void ended_sent_isSaidOnce() {
        UUID id = due("member-" + Says.id());
        UUID notification = UUID.randomUUID();
        DATABASE.execute().update("UPDATE delivery SET notification_id = ? WHERE id = ?", notification, id);
        Delivery delivery = store.take(Medium.WEBHOOK, 1, Map.of()).getFirst();
        store.ended(delivery, new Outcome.Again(500, "later", null), clock.instant());
        assertThat(said(notification)).isZero();
        clock.forward(Duration.ofHours(1));
        Delivery again = store.take(Medium.WEBHOOK, 1, Map.of()).getFirst();
        store.ended(again, new Outcome.Sent(204), clock.instant());
        store.ended(again, new Outcome.Sent(204), clock.instant());
        assertThat(said(notification)).isEqualTo(1);
    }

    private static long said(UUID notification) {
        return DATABASE.execute()
                .get("SELECT count(*) AS said FROM outbox WHERE key = ?", notification.toString())
                .map(row -> new Rows(row).number("said"))
                .orElseThrow();
    }

    @Test
    void ended_byWhoseLeaseWasTakenOver_changesNothing() {
        UUID id = due("member-" + Says.id());
        Delivery slow = store.take(Medium.WEBHOOK, 1, Map.of()).getFirst();
        clock.forward(Duration.ofMinutes(3));
        Delivery quick = store.take(Medium.WEBHOOK, 1, Map.of()).getFirst();
        assertThat(quick.id()).isEqualTo(id);

        store.ended(slow, new Outcome.Never(500, "gone"), clock.instant());
        assertThat(state(id)).as("the other one still tries").isEqualTo("waiting");
        store.ended(quick, new Outcome.Sent(204), clock.instant());
        assertThat(state(id)).isEqualTo("sent");
        store.ended(slow, new Outcome.Never(500, "gone"), clock.instant());
        assertThat(state(id)).isEqualTo("sent");
    }

    @Test
    void take_oneMembersMany_leavesTheRoomToOthers() {
        for (int i = 0; i < 30; i++) {
            due("flooding");
        }
        clock.forward(Duration.ofSeconds(1));
        UUID other = due("other");

        List<Delivery> taken = store.take(Medium.WEBHOOK, 16, Map.of());
        assertThat(taken).extracting(Delivery::member).containsExactlyInAnyOrder("flooding", "flooding", "other");
        assertThat(taken).extracting(Delivery::id).contains(other);
        assertThat(store.take(Medium.WEBHOOK, 16, Map.of("flooding", 1))).hasSize(1);
        assertThat(store.take(Medium.WEBHOOK, 16, Map.of("flooding", 2))).isEmpty();
        assertThat(store.take(Medium.WEBHOOK, 1, Map.of())).hasSize(1);
    }

    @Test
    void slowReceivers_holdUpTheirMemberOnly() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        for (int i = 0; i < 30; i++) {
            due("flooding");
        }
        clock.forward(Duration.ofSeconds(1));
        Deliverer deliverer =
                new Deliverer(Medium.WEBHOOK, 4, store, delivery -> slowly(delivery, answers, heard), clock);
        try {
            for (int i = 0; i < 10; i++) {
                deliverer.step();
            }
            due("other");
            deliverer.step();
            assertThat(heard.await(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            answers.countDown();
            deliverer.close();
        }
    }

    private static Outcome slowly(Delivery delivery, CountDownLatch answers, CountDownLatch heard) {
        if (delivery.member().equals("other")) {
            heard.countDown();
        } else {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new Outcome.Sent(204);
    }
}
