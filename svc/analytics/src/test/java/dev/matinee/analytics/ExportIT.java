package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.VideoChanged;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered as Parquet says the same as it does as CSV, and nothing of it stays behind. */
@SuppressWarnings("TimeInStaticInitializer") // all is of the day before this run
class ExportIT {
    private static final String OWNER = UUID.randomUUID().toString();
    private static final String VIDEO = UUID.randomUUID().toString();
    private static final String CHANNEL = UUID.randomUUID().toString();
    /** Long ago enough for all to be of one day, whenever the test runs. */
    private static final Instant THEN = Instant.now().minusSeconds(86_400);

    /** More than a page has, even when it is asked to have all that it may. */
    private static final List<String> TERMS = IntStream.range(0, Page.MAX_LIMIT)
            .mapToObj(i -> "term " + i + " " + VIDEO)
            .toList();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    @BeforeAll
    static void start() throws Exception {
        VideoChanged changed = new VideoChanged(
                VIDEO,
                CHANNEL,
                OWNER,
                "A film, \"quoted\"",
                null,
                List.of(),
                null,
                null,
                null,
                "public",
                "ready",
                "v1",
                600_000L,
                1,
                THEN,
                THEN);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            producer.send(EventRecords.of(Event.now(EventType.VIDEO_PUBLISHED, "catalog", THEN, changed)))
                    .get();
        }
        Map<String, String> settings = RunningAnalytics.settings(directory.resolve("warehouse"));
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        analytics = new RunningAnalytics(settings);
        for (String viewer : List.of("ada", "bob")) {
            String session = UUID.randomUUID().toString();
            ObjectNode played = Said.playback(session, VIDEO, "progressed", THEN);
            played.put("watched_ms", 45_000).put("from_ms", 0).put("to_ms", 45_000);
            analytics.sayAs(viewer, Said.batch(Instant.now(), played));
        }
        ObjectNode[] searched = TERMS.stream()
                .map(term ->
                        Said.page("searched", "search", THEN).put("term", term).put("results", 1))
                .toArray(ObjectNode[]::new);
        assertThat(analytics.say(Said.batch(Instant.now(), searched)).status()).isEqualTo(202);
        RunningAnalytics.eventually().untilAsserted(() -> {
            assertThat(csv("/videos/" + VIDEO + "/retention?")).startsWith("second,watching,share\r\n0,2,1.0\r\n");
            assertThat(csv("/reports/searches?").lines()).hasSizeGreaterThan(TERMS.size());
        });
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    static Stream<String> questions() {
        String ours = "filters=video%3A" + VIDEO;
        return Stream.concat(
                Stream.of(
                        "/metrics/views/overall?" + ours,
                        "/metrics/watch_time/timeseries?" + ours,
                        "/metrics/rebuffer_count/breakdown?group_by=audience&" + ours,
                        "/videos/" + VIDEO + "/retention?"),
                Arrays.stream(ReportKind.values())
                        .map(kind ->
                                "/reports/" + kind.wireName() + "?" + (kind.isForOperators() ? "" : "video=" + VIDEO)));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void parquet_saysWhatCsvSays(String question) throws Exception {
        String csv = csv(question);
        // Another metric's name is in the header of a table, and would be there twice for this one.
        String rows = csv.substring(csv.indexOf('\n') + 1);
        Path file = directory.resolve(UUID.randomUUID() + ".parquet");
        HttpResponse<Path> answer = analytics.download(question + "&format=parquet", file, headers());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.apache.parquet");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment; filename=\"")
                .endsWith(".parquet\"");
        assertThat(read(file, ExportIT::cells).stream().map(Csv::line).collect(Collectors.joining()))
                .isEqualTo(rows);
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void file_hasAllRows_andAPageTwenty() throws Exception {
        assertThat(analytics.get("/reports/searches", headers()).json().path("data"))
                .hasSize(Page.DEFAULT_LIMIT);
        assertThat(csv("/reports/searches?").lines().map(line -> line.replaceAll(",.*", "")))
                .containsAll(TERMS);
        Path file = directory.resolve("searches.parquet");
        analytics.download("/reports/searches?format=parquet", file, headers());
        assertThat(read(file, row -> row.getString("term"))).containsAll(TERMS);
        Answer page = analytics.get("/reports/searches?format=csv&limit=20", headers());
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.json().at("/errors/0/pointer").asText()).isEqualTo("?limit");
    }

    @Test
    void columns_haveTheNamesAndTypesOfTheReport() throws Exception {
        Path file = directory.resolve("days.parquet");
        analytics.download("/reports/viewers_by_day?format=parquet&video=" + VIDEO, file, headers());
        List<String> columns = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("DESCRIBE SELECT * FROM '" + file + "'")) {
            while (row.next()) {
                columns.add(row.getString(1) + " " + row.getString(2));
            }
        }
        assertThat(columns)
                .containsExactly("day DATE", "viewers BIGINT", "members BIGINT", "visitors BIGINT", "views BIGINT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics/views/overall?", "/reports/overview?", "/videos/%s/retention?"})
    void format_thatIsNone_isRefused(String question) {
        Answer answer = analytics.get(question.formatted(VIDEO) + "&format=xlsx", headers());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.response().body()).contains("json, csv or parquet");
    }

    private static String csv(String question) {
        Answer answer = analytics.get(question + "&format=csv", headers());
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.response().body();
    }

    private static String[] headers() {
        return new String[] {"Authorization", "Bearer " + RunningAnalytics.token("me", "operator")};
    }

    private static <T> List<T> read(Path file, Engine.Row<T> read) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM '" + file + "'")) {
            while (row.next()) {
                rows.add(read.read(row));
            }
        }
        return rows;
    }

    private static List<@Nullable Object> cells(ResultSet row) throws SQLException {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            cells.add(row.getObject(i));
        }
        return cells;
    }

    private static List<Path> leftBehind() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("scratch-"))
                    .toList();
        }
    }
}
