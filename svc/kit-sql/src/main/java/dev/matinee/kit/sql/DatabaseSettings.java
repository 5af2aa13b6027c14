package dev.matinee.kit.sql;

/**
 * A service's database.
 *
 * @param url JDBC address
 * @param user who owns the schema
 * @param password never logged
 * @param poolSize connections at most
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {
    @Override
    public String toString() {
        return "DatabaseSettings[" + url + " as " + user + "]";
    }
}
