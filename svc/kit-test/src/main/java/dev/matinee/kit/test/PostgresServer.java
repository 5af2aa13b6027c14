package dev.matinee.kit.test;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** PostgreSQL with one superuser. Each test class takes a database of its own from {@link #newDatabase()}. */
public final class PostgresServer extends TestServer {
    private static final Once<PostgresServer> SHARED = new Once<>(() -> {
        PostgresServer server = new PostgresServer(Tools.postgres(), Map.of(), false);
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

    private final Map<String, String> platformRoles;
    private final boolean durable;

    private PostgresServer(Path installation, Map<String, String> platformRoles, boolean durable) {
        super("postgresql");
        this.durable = durable;
        this.platformRoles = Map.copyOf(platformRoles);
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

    /**
     * A new server as the platform's job makes it, by the job's own script: each role owns the database of its name. The
     * caller stops it.
     *
     * @param roles the roles and their passwords
     */
    public static PostgresServer ofThePlatform(Map<String, String> roles) {
        PostgresServer server = new PostgresServer(Tools.postgres(), roles, false);
        Path files = server.home().resolve("job");
        Commands.run(
                server.home(),
                List.of("cp", "-R", ProjectFile.of("nomad-jobs/postgresql").toString(), files.toString()));
        Tools.write(files.resolve("superuser"), PASSWORD);
        server.writeRoles(roles);
        server.start();
        return server;
    }

    /** The folder that holds {@code bin/postgres}, for who runs a server themselves. */
    public static Path installation() {
        return Tools.postgres();
    }

    private void writeRoles(Map<String, String> roles) {
        Tools.write(
                home().resolve("job/roles"),
                roles.entrySet().stream()
                        .map(role -> role.getKey() + " " + role.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    /** A database of {@link #ofThePlatform} as one of its roles sees it. */
    public Database database(String name, String role) {
        return new Database(address(name), role, platformRoles.getOrDefault(role, PASSWORD));
    }

    /** A new one that has written to the disk before it says so, as in production; for measurements. The caller stops it. */
    public static PostgresServer durable() {
        PostgresServer server = new PostgresServer(Tools.postgres(), Map.of(), true);
        server.initialise();
        server.start();
        return server;
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
        return new Database(address(name), SUPERUSER, PASSWORD);
    }

    private String address(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
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
    Map<String, String> environment() {
        Path files = home().resolve("job");
        return platformRoles.isEmpty()
                ? Map.of()
                : Map.of(
                        "PG_HOME", binaries.resolveSibling("").toString(),
                        "PG_DATA", data.toString(),
                        "PG_HOST", "127.0.0.1",
                        "PG_PORT", Integer.toString(port),
                        "ROLES", files.resolve("roles").toString());
    }

    @Override
    List<String> command() {
        if (!platformRoles.isEmpty()) {
            return asOrdinaryUser(
                    List.of("/bin/sh", home().resolve("job/start.sh").toString()));
        }
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
                "fsync=" + (durable ? "on" : "off"),
                "-c",
                "full_page_writes=" + (durable ? "on" : "off")));
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
