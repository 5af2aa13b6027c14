package dev.matinee.kit.kafka;

import dev.matinee.kit.sql.Database;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.postgresql.PGConnection;

/**
 * Empties a service's outbox into Kafka. One instance of a service relays at a time (a PostgreSQL advisory lock), so a
 * key's events keep their order; rows are picked by "still there", never by "after the last number", so a transaction
 * that commits late with a small number is not passed over. A row goes only after Kafka acknowledged it: when the relay
 * dies in between, the same event is sent again under the same id, and consumers ignore it. It is woken by NOTIFY and
 * looks by itself every second. An event of a key is sent when the one before it is acknowledged, so that one which Kafka
 * refuses is not overtaken; other keys go on meanwhile.
 *
 * <p>A process that is frozen keeps its connections, so PostgreSQL itself ends the session of a relay that says nothing
 * for two minutes ({@code idle_session_timeout}), or takes nothing ({@code tcp_user_timeout}), and with it goes the lock.
 * Should that relay wake up, what it had in hand is sent once more, under the same ids.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final int WAKE_MS = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LOCK = 0x0B0C;
    /** Longer than Kafka may take to acknowledge or refuse what was sent. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final String service;
    private final Database database;
    private final KafkaProducer<String, byte[]> producer;
    private final OutboxSender sender;
    private final Duration silence;
    private final Thread thread;
    private volatile boolean running = true;

    private OutboxRelay(String service, Database database, KafkaSettings kafka, Duration silence) {
        this.service = service;
        this.database = database;
        this.producer = new KafkaProducer<>(kafka.producer());
        this.sender = new OutboxSender(service, producer);
        this.silence = silence;
        this.thread = Thread.ofPlatform().name("outbox-relay").daemon(true).unstarted(this::run);
    }

    /** Starts relaying for a service, and goes on until closed whatever happens to Kafka or PostgreSQL meanwhile. */
    public static OutboxRelay start(String service, Database database, KafkaSettings kafka) {
        return start(service, database, kafka, SILENCE);
    }

    /** @param silence after how long without a word PostgreSQL takes the lock away */
    static OutboxRelay start(String service, Database database, KafkaSettings kafka, Duration silence) {
        OutboxRelay relay = new OutboxRelay(service, database, kafka, silence);
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
        try {
            prepare(connection);
            PGConnection notifications = connection.unwrap(PGConnection.class);
            while (running) {
                sender.sendAll(connection);
                notifications.getNotifications(WAKE_MS);
            }
        } finally {
            release(connection);
        }
    }

    private void prepare(Connection connection) throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("LISTEN outbox");
            settings.execute("SET idle_session_timeout = " + silence.toMillis());
            settings.execute("SET tcp_user_timeout = " + silence.toMillis());
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

    /** The connection goes back to the pool, so it must not keep the lock, listen on or end when nobody uses it. */
    private static void release(Connection connection) {
        try (Statement clean = connection.createStatement()) {
            clean.execute("UNLISTEN *");
            clean.execute("RESET idle_session_timeout");
            clean.execute("RESET tcp_user_timeout");
            clean.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "the connection is gone, and its lock with it", e);
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
