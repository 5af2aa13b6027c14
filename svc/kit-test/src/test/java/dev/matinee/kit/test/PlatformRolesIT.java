package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the postgresql job's script grants and, above all, what it does not. */
class PlatformRolesIT {
    private static final PostgresServer SERVER = PostgresServer.ofThePlatform(Map.of(
            "catalog",
            "c'atalog",
            "upload",
            "upload",
            "encoder",
            "encoder",
            "backup",
            "backup",
            "collector",
            "collector"));
    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog", "upload", "encoder"})
    void ownDatabase_isOpenAndTakesTables(String role) throws Exception {
        try (Connection connection = SERVER.database(role, role).connect()) {
            connection.createStatement().execute("CREATE TABLE things (id int)");
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "catalog, upload",
        "catalog, encoder",
        "upload, catalog",
        "upload, encoder",
        "encoder, catalog",
        "encoder, upload",
        "collector, catalog",
        "catalog, postgres",
        "upload, template1"
    })
    void anotherDatabase_isRefused(String role, String database) throws Exception {
        assertThatThrownBy(() -> SERVER.database(database, role).connect().close())
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(INVALID_AUTHORIZATION));
        // Two locks: pg_hba.conf turns it away, and without that the missing right would.
        try (Connection own = SERVER.database(role, role).connect()) {
            ResultSet answer =
                    own.createStatement().executeQuery("SELECT has_database_privilege('" + database + "', 'CONNECT')");
            assertThat(answer.next()).isTrue();
            assertThat(answer.getBoolean(1)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE ROLE intruder", "CREATE DATABASE other", "ALTER ROLE upload PASSWORD 'x'"})
    void role_isNoAdministrator(String statement) throws Exception {
        try (Connection connection = SERVER.database("catalog", "catalog").connect()) {
            assertThatThrownBy(() -> connection.createStatement().execute(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    @Test
    void backup_readsFilesAndNoDatabase() throws Exception {
        assertThatThrownBy(() -> SERVER.database("catalog", "backup").connect().close())
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(INVALID_AUTHORIZATION));
        try (Connection connection = SERVER.database("postgres", "backup").connect()) {
            ResultSet version = connection
                    .createStatement()
                    .executeQuery("SELECT pg_read_binary_file('PG_VERSION', 0, 10, true) IS NOT NULL");
            assertThat(version.next()).isTrue();
            assertThat(version.getBoolean(1)).isTrue();
            for (String statement : new String[] {
                "SELECT pg_read_binary_file('/etc/passwd', 0, 10, true)",
                "ALTER ROLE catalog PASSWORD 'x'",
                "CREATE TABLE things (id int)",
                "SELECT pg_reload_conf()"
            }) {
                assertThatThrownBy(() -> connection.createStatement().execute(statement))
                        .as(statement)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                refusal -> assertThat(refusal.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
            }
        }
    }

    @Test
    void restart_keepsWhatIsThere() throws Exception {
        try (Connection connection = SERVER.database("encoder", "encoder").connect()) {
            connection.createStatement().execute("CREATE TABLE kept (id int)");
        }
        SERVER.stop();
        SERVER.start();
        try (Connection connection = SERVER.database("encoder", "encoder").connect()) {
            assertThat(connection
                            .createStatement()
                            .executeQuery("SELECT id FROM kept")
                            .next())
                    .isFalse();
        }
    }
}
