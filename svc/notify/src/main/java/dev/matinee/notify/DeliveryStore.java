package dev.matinee.notify;

import dev.matinee.events.EventType;
import dev.matinee.events.NotificationSent;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.notify.Delivery.Outcome;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is on its way, how often it was tried and how it ended. */
final class DeliveryStore {
    /** Longer than any try takes; when its instance dies, another takes it up after this. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** How many of one member's an instance sends at once, so that no member's slow receivers hold all its places. */
    static final int MEMBERS = 2;
    /** Among how many that are due the next ones are chosen. */
    private static final int LOOKED_AT = 1_000;

    private static final String COLUMNS =
            " id, member, medium, notification_id, target_id, tries, body, since, created_at ";

    /** Whose lease ended while they sent has nothing to say any more: another tries it, or has ended it. */
    private static final String THIS_TRY = " WHERE id = ? AND state = 'waiting' AND tries = ?";

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;
    private final RandomGenerator random;

    DeliveryStore(Database database, Outbox outbox, Clock clock, RandomGenerator random) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Takes up some that are due, so that no other instance does, and of each member no more than {@link #MEMBERS} in all.
     *
     * @param underWay how many of whose deliveries the one who asks is sending
     */
    List<Delivery> take(Medium medium, int limit, Map<String, Integer> underWay) {
        Instant now = clock.instant();
        String held = Rows.json(underWay);
        // What is locked is looked at again as it is by then, so the outer query says once more what it wants.
        try (Stream<DbRow> rows = database.execute()
                .query(
                        """
                        UPDATE delivery SET tries = tries + 1, due_at = ? WHERE id IN (
                            SELECT id FROM delivery WHERE state = 'waiting' AND due_at <= ? AND id IN (
                                SELECT id FROM (
                                    SELECT id, member, row_number() OVER (PARTITION BY member ORDER BY due_at, id) AS place
                                    FROM (SELECT id, member, due_at FROM delivery
                                        WHERE state = 'waiting' AND medium = ? AND due_at <= ?
                                            AND coalesce((?::jsonb ->> member)::int, 0) < ?
                                        ORDER BY due_at LIMIT ?) AS due) AS placed
                                WHERE place + coalesce((?::jsonb ->> member)::int, 0) <= ?)
                            ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                        RETURNING""" + COLUMNS,
                        Rows.time(now.plus(LEASE)),
                        Rows.time(now),
                        medium.wireName(),
                        Rows.time(now),
                        held,
                        MEMBERS,
                        LOOKED_AT,
                        held,
                        MEMBERS,
                        limit)) {
            return rows.map(DeliveryStore::delivery).toList();
        }
    }

    /** Keeps what is sent, so that a later try sends the same. */
    void body(UUID id, String body) {
        database.execute().update("UPDATE delivery SET body = ? WHERE id = ?", body, id);
    }

    /** Keeps how a try ended; nothing but the log of it when another sender took the delivery up meanwhile. */
    void ended(Delivery delivery, Outcome outcome, Instant begun) {
        Instant now = clock.instant();
        database.transact(transaction -> {
            switch (outcome) {
                case Outcome.Sent sent ->
                    end(transaction, delivery, "sent", sent.status(), null, now)
                            .ifPresent(kind -> say(transaction, delivery, kind));
                case Outcome.Never never -> end(transaction, delivery, "failed", never.status(), never.problem(), now);
                case Outcome.Dropped dropped -> end(transaction, delivery, "dropped", null, dropped.why(), now);
                case Outcome.Again again -> again(transaction, delivery, again, now);
            }
            if (delivery.medium() == Medium.WEBHOOK && !(outcome instanceof Outcome.Dropped)) {
                log(transaction, delivery, outcome, begun, now);
            }
        });
    }

    private void again(DbTransaction transaction, Delivery delivery, Outcome.Again again, Instant now) {
        Optional<Duration> pause = Retries.after(delivery.medium(), delivery.tries(), random);
        if (pause.isEmpty()) {
            end(transaction, delivery, "failed", again.status(), again.problem(), now);
            return;
        }
        Duration asked = again.notBefore() == null ? Duration.ZERO : again.notBefore();
        transaction
                .createUpdate("UPDATE delivery SET due_at = ?, status = ?, problem = ?" + THIS_TRY)
                .params(Arrays.asList(
                        Rows.time(now.plus(asked.compareTo(pause.get()) > 0 ? asked : pause.get())),
                        again.status(),
                        again.problem(),
                        delivery.id(),
                        delivery.tries()))
                .execute();
    }

    /** Digests and tests are no notification. */
    private void say(DbTransaction transaction, Delivery delivery, String kind) {
        UUID id = delivery.notificationId();
        if (id != null) {
            outbox.add(
                    transaction,
                    EventType.NOTIFICATION_SENT,
                    new NotificationSent(
                            id.toString(),
                            delivery.member(),
                            kind,
                            delivery.medium().wireName()));
        }
    }

    /** Returns what kind it was; empty when another has it. */
    private static Optional<String> end(
            DbTransaction transaction,
            Delivery delivery,
            String state,
            @Nullable Integer status,
            @Nullable String problem,
            Instant now) {
        return transaction
                .createGet("UPDATE delivery SET state = ?, status = ?, problem = ?, done_at = ?" + THIS_TRY
                        + " RETURNING kind")
                .params(Arrays.asList(state, status, problem, Rows.time(now), delivery.id(), delivery.tries()))
                .execute()
                .map(row -> new Rows(row).text("kind"));
    }

    private static void log(DbTransaction transaction, Delivery delivery, Outcome outcome, Instant begun, Instant now) {
        @Nullable Integer status = null;
        @Nullable String problem = null;
        switch (outcome) {
            case Outcome.Sent sent -> status = sent.status();
            case Outcome.Never never -> {
                status = never.status();
                problem = never.problem();
            }
            case Outcome.Again again -> {
                status = again.status();
                problem = again.problem();
            }
            case Outcome.Dropped dropped -> problem = dropped.why();
        }
        transaction
                .createInsert("""
                        INSERT INTO attempt (delivery_id, number, tried_at, status, problem, duration_ms)
                        SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM attempt WHERE delivery_id = ?
                        """)
                .params(Arrays.asList(
                        delivery.id(),
                        Rows.time(begun),
                        status,
                        problem,
                        Duration.between(begun, now).toMillis(),
                        delivery.id()))
                .execute();
    }

    private static Delivery delivery(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        return new Delivery(
                row.id("id"),
                row.text("member"),
                Medium.ofWireName(row.text("medium")),
                row.idOrNull("notification_id"),
                row.idOrNull("target_id"),
                (int) row.number("tries"),
                row.textOrNull("body"),
                row.timeOrNull("since"),
                row.time("created_at"));
    }
}
