package dev.matinee.kit.kafka;

import dev.matinee.kit.sql.Database;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Timer;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.postgresql.PGConnection;

/**
 * Empties a service's outbox into Kafka. One instance of a service relays at a time (a PostgreSQL advisory lock), so a
 * key's events keep their order; rows are picked by "still there", never by "after the last number", so a transaction
 * that commits late with a small number is not passed over. A row goes only after Kafka acknowledged it: when the relay
 * dies in between, the same event is sent again under the same id, and consumers ignore it. It is woken by NOTIFY and
 * looks by itself every second. When Kafka refuses an event, the later ones of its key are sent again behind it.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final int BATCH = 500;
    private static final int WAKE_MS = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LOCK = 0x0B0C;

    private final String service;
    private final Database database;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;
    private final Timer delay;
    private volatile boolean running = true;

    private OutboxRelay(String service, Database database, KafkaSettings kafka) {
        this.service = service;
        this.database = database;
        this.producer = new KafkaProducer<>(kafka.producer());
        this.thread = Thread.ofPlatform().name("outbox-relay").daemon(true).unstarted(this::run);
        this.delay = Metrics.globalRegistry()
                .getOrCreate(Timer.builder(service + "_outbox_delay")
                        .description("From an event's row to Kafka's acknowledgement"));
    }

    /** Starts relaying for a service, and goes on until closed whatever happens to Kafka or PostgreSQL meanwhile. */
    public static OutboxRelay start(String service, Database database, KafkaSettings kafka) {
        OutboxRelay relay = new OutboxRelay(service, database, kafka);
        relay.thread.start();
        return relay;
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private void run() {
        while (running) {
            try (Connection connection = database.dataSource().getConnection()) {
                relay(connection);
            } catch (SQLException | KafkaException e) {
                LOG.log(Level.WARNING, "the outbox of " + service + " waits: " + e);
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // Nobody would notice a relay that has ended.
                LOG.log(Level.ERROR, "the relay of " + service + " stumbles and goes on", e);
                pause();
            }
        }
    }

    private void relay(Connection connection) throws SQLException, InterruptedException {
        connection.setAutoCommit(true);
        if (!lock(connection)) {
            pause();
            return;
        }
        try (Statement listen = connection.createStatement()) {
            listen.execute("LISTEN outbox");
        }
        PGConnection notifications = connection.unwrap(PGConnection.class);
        try {
            while (running) {
                int sent = BATCH;
                while (sent == BATCH && running) {
                    sent = sendBatch(connection);
                }
                notifications.getNotifications(WAKE_MS);
            }
        } finally {
            release(connection);
        }
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            ask.setInt(1, LOCK);
            try (ResultSet answer = ask.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    /** The connection goes back to the pool, so it must not keep the lock or listen on. */
    private static void release(Connection connection) {
        try (Statement clean = connection.createStatement()) {
            clean.execute("UNLISTEN *");
            clean.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "the connection is gone, and its lock with it", e);
        }
    }

    private int sendBatch(Connection connection) throws SQLException, InterruptedException {
        List<Sent> batch = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT seq, id, topic, key, type, data, trace, created_at FROM outbox ORDER BY seq LIMIT "
                                + BATCH);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                batch.add(send(rows));
            }
        }
        List<Long> done = new ArrayList<>();
        Set<String> refused = new HashSet<>();
        Throwable failure = null;
        for (Sent sent : batch) {
            try {
                sent.acknowledgement().get();
                delay.record(Duration.between(sent.created(), Instant.now()));
                if (!refused.contains(sent.key())) {
                    done.add(sent.seq());
                }
            } catch (ExecutionException e) {
                refused.add(sent.key());
                failure = e.getCause();
            }
        }
        delete(connection, done);
        if (failure != null) {
            throw new KafkaException("Kafka did not take events of " + refused.size() + " keys", failure);
        }
        return batch.size();
    }

    private Sent send(ResultSet row) throws SQLException {
        OffsetDateTime created = row.getObject("created_at", OffsetDateTime.class);
        String key = row.getString("key");
        Future<RecordMetadata> acknowledgement = producer.send(EventRecords.of(
                row.getObject("id", UUID.class),
                row.getString("type"),
                "/" + service,
                created,
                row.getString("topic"),
                key,
                row.getBytes("data"),
                row.getString("trace")));
        return new Sent(row.getLong("seq"), key, created.toInstant(), acknowledgement);
    }

    private record Sent(long seq, String key, Instant created, Future<RecordMetadata> acknowledgement) {}

    private static void delete(Connection connection, List<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE seq = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
            delete.executeUpdate();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}
