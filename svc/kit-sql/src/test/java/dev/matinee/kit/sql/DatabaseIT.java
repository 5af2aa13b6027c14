package dev.matinee.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.test.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseIT {
    private static final int POOL = 4;
    private static final byte[] BODY = "{\"title\":\"Bunny\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final PostgresServer.Database where = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), POOL));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void open_again_findsItsSchema() {
        Database second = Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), 2));

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(second::reachable);
        second.close();
    }

    @Test
    void transaction_throws_leavesNothing() {
        UUID event = Uuid7.next();

        assertThatThrownBy(() -> database.transact(transaction -> {
                    Inbox.claim(transaction, "test", event);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(claim(event)).isTrue();
    }

    /** Assertions are on in tests, so a service that does it fails there and not under load. */
    @Test
    void execute_withinATransaction_isRefused() {
        assertThatThrownBy(() -> database.transact(transaction -> Inbox.forget(database.execute(), Duration.ofDays(1))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("second connection");
        assertThatThrownBy(() -> database.transact(transaction -> database.transact(another -> {})))
                .isInstanceOf(AssertionError.class);
        assertThat(claim(Uuid7.next())).isTrue();
    }

    @Test
    void claim_again_isFalse() {
        UUID event = Uuid7.next();

        assertThat(claim(event)).isTrue();
        assertThat(claim(event)).isFalse();
    }

    @Test
    void forget_oldRows_keepsTheRest() {
        UUID event = Uuid7.next();
        claim(event);

        assertThat(Inbox.forget(database.execute(), Duration.ofDays(1))).isZero();
        assertThat(claim(event)).isFalse();
        database.execute().update("UPDATE inbox SET handled_at = now() - interval '2 days'");
        assertThat(Inbox.forget(database.execute(), Duration.ofDays(1))).isEqualTo(1);
    }

    @Test
    void idempotency_answered_replaysForTheSameBodyOnly() {
        IdempotencyKeys.answered(database.execute(), fresh(), 201, "/videos/1", "{}");

        assertThat(key(BODY)).isEqualTo(new IdempotencyKeys.Replay(201, "/videos/1", "{}"));
        assertThat(key(OTHER_BODY)).isInstanceOf(IdempotencyKeys.Reused.class);
    }

    @Test
    void idempotency_beingAnswered_isInFlightUntilReleased() {
        IdempotencyKeys.Fresh claim = fresh();
        assertThat(key(BODY)).isInstanceOf(IdempotencyKeys.InFlight.class);
        IdempotencyKeys.release(database.execute(), claim);

        assertThat(key(BODY)).isInstanceOf(IdempotencyKeys.Fresh.class);
    }

    @Test
    void idempotency_claimOfADeadRequest_opensAgain() {
        key(BODY);
        database.execute().update("UPDATE idempotency SET created_at = now() - interval '2 minutes'");

        assertThat(key(BODY)).isInstanceOf(IdempotencyKeys.Fresh.class);
    }

    @Test
    void idempotency_claimTakenOver_leavesNothingOfTheFirst() {
        UUID effect = Uuid7.next();
        IdempotencyKeys.Fresh first = fresh();
        database.execute().update("UPDATE idempotency SET created_at = now() - interval '2 minutes'");
        IdempotencyKeys.Fresh second = fresh();

        assertThatThrownBy(() -> database.transact(transaction -> {
                    Inbox.claim(transaction, "test", effect);
                    IdempotencyKeys.answered(transaction, first, 201, "/videos/1", "{}");
                }))
                .isInstanceOf(IdempotencyKeys.ClaimLostException.class);
        assertThat(claim(effect)).isTrue();
        IdempotencyKeys.release(database.execute(), first);
        assertThat(key(BODY)).isInstanceOf(IdempotencyKeys.InFlight.class);
        IdempotencyKeys.answered(database.execute(), second, 201, "/videos/2", "{}");
        assertThat(key(BODY)).isEqualTo(new IdempotencyKeys.Replay(201, "/videos/2", "{}"));
        assertThatThrownBy(() -> IdempotencyKeys.answered(database.execute(), second, 201, "/videos/3", "{}"))
                .isInstanceOf(IdempotencyKeys.ClaimLostException.class);
    }

    @Test
    void idempotency_manyAtOnce_oneIsFresh() throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<IdempotencyKeys.Claim>> all = IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<IdempotencyKeys.Claim>) () -> key(BODY))
                    .toList();
            long fresh = threads.invokeAll(all).stream()
                    .filter(claim -> claim.resultNow() instanceof IdempotencyKeys.Fresh)
                    .count();

            assertThat(fresh).isEqualTo(1);
        }
    }

    @Test
    void statement_serverAway_isTransientAndRecovers() {
        PostgresServer.shared().stop();
        try {
            assertThat(database.reachable()).isFalse();
            assertThatThrownBy(() -> claim(Uuid7.next())).matches(SqlStates::isTransient);
        } finally {
            PostgresServer.shared().start();
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(database::reachable);
    }

    @Test
    void reachable_everyConnectionAtWork_holdsAtOnce() throws Exception {
        List<Connection> held = new ArrayList<>();
        try {
            for (int i = 0; i < POOL; i++) {
                held.add(database.dataSource().getConnection());
            }

            assertThat(database.reachable()).isTrue();
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(database::reachable);
    }

    @Test
    void insert_sameKeyTwice_isAUniqueViolation() {
        UUID event = Uuid7.next();
        database.execute().insert("INSERT INTO inbox (consumer, event_id) VALUES ('test', ?)", event);

        assertThatThrownBy(() ->
                        database.execute().insert("INSERT INTO inbox (consumer, event_id) VALUES ('test', ?)", event))
                .matches(SqlStates::isUniqueViolation)
                .matches(failure -> !SqlStates.isTransient(failure));
    }

    private boolean claim(UUID event) {
        return database.transaction(transaction -> Inbox.claim(transaction, "test", event));
    }

    private IdempotencyKeys.Fresh fresh() {
        return (IdempotencyKeys.Fresh) key(BODY);
    }

    private IdempotencyKeys.Claim key(byte[] body) {
        return IdempotencyKeys.claim(database.execute(), "user", "k1", body);
    }
}
