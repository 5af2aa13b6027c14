package dev.matinee.kit.test;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL with one superuser. Each test class takes a database of its own from {@link #newDatabase()}. */
public final class PostgresServer extends TestServer {
    private static final Once<PostgresServer> SHARED = new Once<>(() -> {
        PostgresServer server = new PostgresServer(Tools.postgres());
        server.initialise();
        server.start();
        return server;
    });
    private static final String SUPERUSER = "postgres";
    private static final String PASSWORD = "postgres-test";

    private final int port = Ports.free();
    private final AtomicInteger databases = new AtomicInteger();
    private final boolean root;
    private final Path binaries;
    private final Path data;

    private PostgresServer(Path installation) {
        super("postgresql");
        data = home().resolve("data");
        root = Tools.root(home());
        if (root) {
            // Another user cannot read root's tool cache, so it gets a copy in its own folder.
            Commands.run(home(), List.of("cp", "-R", installation + "/.", home().toString()));
            Commands.run(home(), List.of("chown", "65534:65534", home().toString()));
            binaries = home().resolve("bin");
        } else {
            binaries = installation.resolve("bin");
        }
    }

    /**
     * An empty database.
     *
     * @param url the JDBC address, without credentials
     * @param user the owner, a superuser
     */
    public record Database(String url, String user, String password) {
        /** A new connection; the caller closes it. */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    /** The one PostgreSQL of this JVM, started on first use. */
    public static PostgresServer shared() {
        return SHARED.get();
    }

    /** Makes a database that nobody else uses. */
    public Database newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = database(SUPERUSER).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " STRATEGY file_copy");
        } catch (SQLException e) {
            throw new IllegalStateException("no new database\n" + logTail(), e);
        }
        return database(name);
    }

    private Database database(String name) {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, SUPERUSER, PASSWORD);
    }

    private void initialise() {
        Path password = home().resolve("password");
        Tools.write(password, PASSWORD);
        Commands.run(
                home(),
                asOrdinaryUser(List.of(
                        binaries.resolve("initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-sync")));
    }

    private List<String> asOrdinaryUser(List<String> command) {
        if (!root) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        all.addAll(command);
        return all;
    }

    @Override
    List<String> command() {
        return asOrdinaryUser(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=64MB",
                // The data dies with the test; a crash of the server alone loses nothing without fsync.
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off"));
    }

    @Override
    String stopSignal() {
        // Fast shutdown: the ordinary one waits until every client has left.
        return "INT";
    }

    @Override
    boolean answers() throws IOException {
        try (Connection connection = database(SUPERUSER).connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
