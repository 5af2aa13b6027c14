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
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A service's own database: migrated when opened, then reached through DbClient. Every statement is traced. */
public final class Database implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int SOCKET_TIMEOUT_S = 30;

    private final HikariDataSource pool;
    private final DbClient client;

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

    /** For statements that stand alone. */
    public DbExecute execute() {
        return client.execute();
    }

    /** For what DbClient has no word for: LISTEN, COPY. */
    public DataSource dataSource() {
        return pool;
    }

    /** Runs one transaction; any exception rolls it back and goes on to the caller. */
    public <T> T transaction(Function<DbTransaction, T> work) {
        DbTransaction transaction = client.transaction();
        T result;
        try {
            result = work.apply(transaction);
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

    /** Whether the server answers within a second; for readiness. */
    public boolean reachable() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
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
