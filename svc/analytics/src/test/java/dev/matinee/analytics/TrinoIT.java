package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.s3.S3Settings;
import dev.matinee.kit.test.S3Server;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trino answers from S3 what the warehouse's own engine answers from its files. It is asked at {@code TRINO_JDBC}, such as
 * {@code jdbc:trino://127.0.0.1:8080?user=test}: one on this machine with {@code catalog.management=dynamic}.
 */
@EnabledIfEnvironmentVariable(
        named = "TRINO_JDBC",
        matches = "jdbc:trino:.+",
        disabledReason = "no Trino is named by TRINO_JDBC")
class TrinoIT {
    private static final S3Server S3 = S3Server.shared();
    private static final String CATALOG =
            "matinee_" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static Engine engine;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static Connection trino;

    @BeforeAll
    static void start() throws Exception {
        Warehouse warehouse = new Warehouse(directory);
        engine = new Engine(new Engine.Settings(256, 2, Duration.ofMinutes(1)), directory.resolve("spill"));
        Relations.define(engine, warehouse);
        for (LocalDate day :
                Questions.FIRST.datesUntil(Questions.LAST.plusDays(1)).toList()) {
            for (String table : Lake.tables()) {
                fill(warehouse, table, day);
            }
        }
        String bucket = S3.newBucket("warehouse");
        S3Settings s3 = new S3Settings(
                S3.endpoint(),
                S3.region(),
                S3.of("analytics").access(),
                S3.of("analytics").secret());
        Lake.Settings settings = new Lake.Settings(s3, bucket, Duration.ofMinutes(1));
        try (LakeBucket copy = new LakeBucket(settings)) {
            assertThat(new Lake(settings, warehouse).round(copy).whole()).isTrue();
        }
        trino = DriverManager.getConnection(System.getenv("TRINO_JDBC"));
        run(catalog());
        for (String statement : TrinoTables.statements(TrinoTables.read())) {
            run(statement
                    .replace("warehouse.matinee", CATALOG + ".matinee")
                    .replace("s3://warehouse/", "s3://" + bucket + "/"));
        }
        trino.setCatalog(CATALOG);
        trino.setSchema("matinee");
    }

    @AfterAll
    static void stop() throws SQLException {
        run("DROP CATALOG " + CATALOG);
        trino.close();
        engine.close();
    }

    static Stream<Questions.Named> questions() {
        return Questions.all();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void trino_answersWhatTheWarehouseAnswers(Questions.Named question) throws SQLException {
        Query query = question.query();
        List<List<String>> ours = ours(query);
        // Nobody follows a video.
        if (!question.name().matches("audience.* of a video")) {
            assertThat(ours).isNotEmpty();
        }
        assertThat(theirs(query)).isEqualTo(ours);
    }

    static Stream<String> tables() {
        return Lake.tables().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void column_isReadAsWhatItIs(String table) throws SQLException {
        String columns;
        try (Engine.Session session = engine.open()) {
            columns = session
                    .ask(
                            "SELECT column_name, column_type FROM (DESCRIBE " + table + ")",
                            row -> row.getString(2).equals("BOOLEAN")
                                    ? "COUNT(CASE WHEN " + row.getString(1) + " THEN 1 END)"
                                    : "COUNT(" + row.getString(1) + "), MIN(" + row.getString(1) + "), MAX("
                                            + row.getString(1) + ")")
                    .stream()
                    .collect(Collectors.joining(", "));
        }
        Query query = new Query("SELECT COUNT(*), " + columns + " FROM \"" + table + "\"", List.of(), List.of());
        assertThat(theirs(query)).isEqualTo(ours(query));
    }

    private static List<List<String>> ours(Query query) {
        try (Engine.Session session = engine.open()) {
            return session.ask(query.sql(), TrinoIT::cells, query.values().toArray());
        }
    }

    private static List<List<String>> theirs(Query query) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (PreparedStatement statement = trino.prepareStatement(query.sql())) {
            for (int i = 0; i < query.values().size(); i++) {
                statement.setObject(i + 1, query.values().get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(cells(row));
                }
            }
        }
        return rows;
    }

    /** As an operator has it, with its schema's own place in this test's S3. */
    private static String catalog() throws Exception {
        Map<String, String> ours = Map.of(
                "hive.metastore.catalog.dir", "s3://" + S3.newBucket() + "/metastore",
                "s3.endpoint", S3.endpoint().toString(),
                "s3.region", S3.region(),
                "s3.aws-access-key", S3.all().access(),
                "s3.aws-secret-key", S3.all().secret());
        return Files.readAllLines(Path.of("trino", "warehouse.properties")).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("connector.name"))
                .map(line -> line.split("=", 2))
                .map(property -> "\"" + property[0] + "\" = '" + ours.getOrDefault(property[0], property[1]) + "'")
                .collect(Collectors.joining(", ", "CREATE CATALOG " + CATALOG + " USING hive WITH (", ")"));
    }

    private static void run(String sql) throws SQLException {
        try (Statement statement = trino.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of every column, the same ones each time. */
    private static void fill(Warehouse warehouse, String table, LocalDate day) {
        Path file = warehouse.toMake("filled.parquet");
        try (Engine.Session session = engine.open()) {
            String columns = session
                    .ask(
                            "SELECT column_name, column_type FROM (DESCRIBE " + table + ") WHERE column_name <> 'day'",
                            row -> value(row.getString(1), row.getString(2)) + " AS " + row.getString(1))
                    .stream()
                    .collect(Collectors.joining(", "));
            session.write("SELECT " + columns + " FROM range(" + day.getDayOfMonth() + ", 400, 3) AS t(i)", file);
        }
        warehouse.replace(table, day, file);
    }

    private static String value(String column, String type) {
        String some = "CAST(hash('" + column + "', i) % 1000003 AS BIGINT)";
        return switch (type) {
            case "VARCHAR" -> text(column, some);
            case "BIGINT" -> "CASE WHEN " + some + " % 9 > 0 THEN " + some + " % 10000 END";
            case "INTEGER" -> "CAST(" + some + " % 20 AS INTEGER)";
            // Sums of whole numbers are kept as such, but for these two.
            case "DOUBLE" ->
                "CAST(" + some + " % 1000 AS DOUBLE)"
                        + (Set.of("score", "upscale").contains(column) ? " / 4" : "");
            case "BOOLEAN" -> some + " % 4 = 0";
            case "TIMESTAMP" -> "TIMESTAMP '2026-05-01 10:00:00.123456' + to_milliseconds(" + some + " % 100000)";
            default -> throw new AssertionError(column + " is a " + type);
        };
    }

    private static String text(String column, String some) {
        String[] words = switch (column) {
            case "content_id" -> new String[] {Questions.VIDEO, new UUID(1, 2).toString(), new UUID(1, 3).toString()};
            case "channel_id" -> new String[] {Questions.CHANNEL, new UUID(0, 2).toString()};
            case "viewer" -> new String[] {"mada", "mbob", "v1", "v2"};
            case "outcome" -> new String[] {"completed", "abandoned"};
            case "part" -> new String[] {"film", "source 1", "*"};
            case "source", "place" -> new String[] {"home", "search", "related"};
            default -> new String[] {column + " Ä", column + " b", "'" + column};
        };
        return "['"
                + String.join(
                        "', '",
                        Stream.of(words).map(word -> word.replace("'", "''")).toList()) + "'][1 + " + some + " % "
                + words.length + "]";
    }

    /** Sums of fractions differ in their last digits by the order in which they are made. */
    private static List<String> cells(ResultSet row) throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object cell = row.getObject(i);
            cells.add(
                    switch (cell) {
                        case null -> "";
                        case Number number ->
                            new BigDecimal(number.toString())
                                    .round(new MathContext(10))
                                    .stripTrailingZeros()
                                    .toPlainString();
                        default -> cell.toString();
                    });
        }
        return cells;
    }
}
