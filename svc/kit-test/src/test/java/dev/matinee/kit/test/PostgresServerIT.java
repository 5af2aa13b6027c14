package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresServerIT {
    private final PostgresServer server = PostgresServer.shared();

    @Test
    void newDatabase_isApartFromOthers() throws SQLException {
        PostgresServer.Database one = server.newDatabase();
        PostgresServer.Database other = server.newDatabase();
        execute(one, "CREATE TABLE t (x int)");
        execute(other, "CREATE TABLE t (x int)");

        assertThat(one.url()).isNotEqualTo(other.url());
        assertThat(version(one)).startsWith("PostgreSQL 18");
    }

    @Test
    void stopStart_keepsAddressAndData() throws SQLException {
        PostgresServer.Database database = server.newDatabase();
        execute(database, "CREATE TABLE kept (x int)");

        server.stop();
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
        server.start();
        execute(database, "INSERT INTO kept VALUES (1)");

        server.kill();
        assertThat(server.running()).isFalse();
        server.start();
        assertThat(ask(database, "SELECT count(*) FROM kept")).isEqualTo("1");
    }

    private static String version(PostgresServer.Database database) throws SQLException {
        return ask(database, "SELECT version()");
    }

    private static String ask(PostgresServer.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(PostgresServer.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
