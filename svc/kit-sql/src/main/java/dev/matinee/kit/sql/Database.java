package dev.matinee.kit.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import io.helidon.dbclient.tracing.DbClientTracing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A service's own database: migrated when opened, then reached through DbClient. Every statement is traced. */
public final class Database implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int SOCKET_TIMEOUT_S = 30;
    // Consul waits a second for all of readiness.
    private static final Duration PROBE_PATIENCE = Duration.ofMillis(800);

    private final HikariDataSource pool;
    private final DbClient client;
    private final ScopedValue<Boolean> within = ScopedValue.newInstance();
    private final ReentrantLock probing = new ReentrantLock();
    private Future<Boolean> probe = CompletableFuture.completedFuture(true);

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.client = JdbcClientBuilder.create()
                .connectionPool(new Connections(pool))
                .addService(new StatementSpans(DbClientTracing.create()))
                .build();
    }

    /**
     * Opens the pool and brings the schema up to date from {@code db/kit} and {@code db/migration} on the class path.
     *
     * @throws org.flywaydb.core.api.FlywayException when the server cannot be reached or a migration fails
     */
    public static Database open(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(2, settings.poolSize()));
        config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT_MS / 1000));
        config.addDataSourceProperty("socketTimeout", String.valueOf(SOCKET_TIMEOUT_S));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // DbClient binds a UUID or a JSON text as a string; this lets PostgreSQL see what the column wants.
        config.addDataSourceProperty("stringtype", "unspecified");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.setMetricsTrackerFactory(new PoolMetrics());
        HikariDataSource pool = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/kit", "classpath:db/migration")
                    .failOnMissingLocations(false)
                    // Evenly: Flyway would double its pause each time, and start late behind a server that is just up.
                    .connectRetries(30)
                    .connectRetriesInterval(2)
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(pool);
    }

    /**
     * For statements that stand alone. Not within a transaction: that holds a connection and perhaps locks, and would
     * wait for a second one that those who wait for the locks may have.
     */
    public DbExecute execute() {
        assert !within.isBound() : "a second connection within a transaction";
        return client.execute();
    }

    /** For what DbClient has no word for: LISTEN, COPY. */
    public DataSource dataSource() {
        return pool;
    }

    /** Runs one transaction; any exception rolls it back and goes on to the caller. */
    public <T> T transaction(Function<DbTransaction, T> work) {
        assert !within.isBound() : "a transaction within a transaction";
        DbTransaction transaction = client.transaction();
        T result;
        try {
            result = ScopedValue.where(within, true).call(() -> work.apply(transaction));
        } catch (RuntimeException | Error e) {
            rollback(transaction, e);
            throw e;
        }
        transaction.commit();
        return result;
    }

    /** As {@link #transaction} for work without a result. */
    public void transact(Consumer<DbTransaction> work) {
        transaction(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    /**
     * Whether the server answers; known within a second, for readiness. A pool whose connections are all at work is
     * reached: those that the server does not answer fail and leave it. Load alone must not take a service out of the
     * gateway, least of all in all instances together.
     */
    public boolean reachable() {
        if (isExhausted()) {
            return true;
        }
        try {
            return probe().get(PROBE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The last connections may have gone to work meanwhile.
            return isExhausted();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isExhausted() {
        return pool.getHikariPoolMXBean().getActiveConnections() >= pool.getMaximumPoolSize();
    }

    /** One at a time, however often it is asked: the pool hands out a connection, or none, only after its own time. */
    private Future<Boolean> probe() {
        probing.lock();
        try {
            if (probe.isDone()) {
                FutureTask<Boolean> next = new FutureTask<>(this::answers);
                Thread.ofVirtual().name("database-probe").start(next);
                probe = next;
            }
            return probe;
        } finally {
            probing.unlock();
        }
    }

    private boolean answers() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(1);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static void rollback(DbTransaction transaction, Throwable failure) {
        try {
            transaction.rollback();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private record Connections(HikariDataSource pool) implements JdbcConnectionPool {
        @Override
        public Connection connection() {
            try {
                return pool.getConnection();
            } catch (SQLException e) {
                throw new DatabaseUnavailableException(e);
            }
        }

        @Override
        public String name() {
            return "hikari";
        }

        @Override
        public String type() {
            return "hikari";
        }
    }
}
