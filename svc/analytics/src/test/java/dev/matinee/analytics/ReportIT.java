package dev.matinee.analytics;

import static dev.matinee.analytics.ReportedDay.ALBUM;
import static dev.matinee.analytics.ReportedDay.CHANNEL;
import static dev.matinee.analytics.ReportedDay.DAY;
import static dev.matinee.analytics.ReportedDay.OWNER;
import static dev.matinee.analytics.ReportedDay.SHORT;
import static dev.matinee.analytics.ReportedDay.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From what services, players and pages say to the rows of a report, by the whole service; each thing said twice. */
class ReportIT {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path directory;

    @SuppressWarnings("NullAway.Init") // start() sets it
    private static RunningAnalytics analytics;

    @BeforeAll
    static void start() throws Exception {
        ReportedDay.publish();
        analytics = new RunningAnalytics(settings(directory));
        ReportedDay.sayTo(analytics);
        RunningAnalytics.eventually().untilAsserted(() -> {
            assertThat(ask("uploads").path(1).path("ready").asInt()).isEqualTo(1);
            assertThat(first("overview").path("likes").asInt()).isEqualTo(1);
            assertThat(first("overview").path("followers_lost").asInt()).isEqualTo(1);
            assertThat(first("overview").path("views").asInt()).isEqualTo(3);
            assertThat(first("overview").path("clicked").asInt()).isEqualTo(1);
            assertThat(asOperator("/reports/notifications?limit=100").response().body())
                    .contains("\"medium\":\"email\",\"sent\":1,\"opened\":1");
            assertThat(asOwner("/videos/" + SHORT + "/retention")
                            .json()
                            .path("data")
                            .path(0)
                            .path("watching")
                            .asInt())
                    .isEqualTo(2);
            assertThat(first("cost").path("stored_byte_days").asDouble()).isEqualTo(2 * 6_000_000.0);
        });
    }

    private static Map<String, String> settings(Path warehouse) {
        Map<String, String> settings = RunningAnalytics.settings(warehouse);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        settings.put("price.cpu", "3600");
        settings.put("price.stored", "30000000");
        return settings;
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void overview_isOfTheChannel() {
        assertThat(first("overview").toString())
                .isEqualTo(
                        "{\"views\":3,\"watch_ms\":120000,\"viewers\":2,\"likes\":1,\"unlikes\":0,\"comments\":1,"
                                + "\"comments_deleted\":0,\"followers_gained\":2,\"followers_lost\":1,\"shown\":2,\"clicked\":1}");
    }

    @Test
    void viewers_areMembersAndVisitors() {
        assertThat(first("viewers").toString()).isEqualTo("{\"viewers\":2,\"members\":1,\"visitors\":1,\"views\":3}");
        assertThat(first("viewers_by_day").path("day").asText()).isEqualTo(DAY.toString());
    }

    @Test
    void topContent_hasItsTitle() {
        assertThat(first("top_content").path("title").asText()).isEqualTo("A film");
    }

    @Test
    void pages_areThoseOfAlbumsToo() {
        assertThat(first("pages").path("title").asText()).isEqualTo("A trip");
        assertThat(first("pages").path("viewed").asInt()).isEqualTo(1);
    }

    @Test
    void sources_areWhereViewersCameFrom() {
        assertThat(ask("sources").findValuesAsText("views")).containsExactly("2", "1");
    }

    @Test
    void feed_isHowOftenItWasClicked() {
        assertThat(first("feed").toString())
                .isEqualTo("{\"place\":\"home\",\"shown\":2,\"clicked\":1,\"click_percentage\":50.0}");
        assertThat(ask("feed_ranks").findValuesAsText("rank")).containsExactly("1", "2");
    }

    @Test
    void searches_withoutResults_areForOperators() {
        Answer answer = asOperator("/reports/searches_without_results?limit=100");
        assertThat(answer.response().body())
                .contains("{\"term\":\"unfindable " + VIDEO + "\",\"searches\":1,\"without_results\":1}");
        assertThat(asOwner("/reports/searches?channel=" + CHANNEL).status()).isEqualTo(403);
    }

    @Test
    void notifications_areThoseSentAndOpened() {
        JsonNode data = asOperator("/reports/notifications?limit=100").json().path("data");
        assertThat(data.toString())
                .contains("{\"kind\":\"operator\",\"medium\":\"in_app\",\"sent\":2,\"opened\":1,"
                        + "\"open_percentage\":50.0}")
                .contains("{\"kind\":\"operator\",\"medium\":\"email\",\"sent\":1,\"opened\":1,"
                        + "\"open_percentage\":100.0}");
    }

    @Test
    void audience_isWhatWasGainedAndLostEachDay() {
        assertThat(ask("audience").toString())
                .isEqualTo("[{\"day\":\"" + DAY + "\",\"gained\":2,\"lost\":1,\"net\":1}]");
    }

    @Test
    void uploads_saySoMuchOfEachKind_andHowLongItTook() {
        JsonNode rows = ask("uploads");
        assertThat(rows.findValuesAsText("kind")).containsExactly("photo", "video");
        assertThat(rows.get(0).path("failed").asInt()).isEqualTo(1);
        JsonNode videos = rows.get(1);
        assertThat(videos.path("completed").asInt()).isEqualTo(1);
        assertThat(videos.path("abandoned").asInt()).isEqualTo(1);
        assertThat(videos.path("playable_p50_ms").asLong()).isEqualTo(20_000);
        assertThat(videos.path("ready_p99_ms").asLong()).isEqualTo(60_000);
        assertThat(ask("upload_failures").findValuesAsText("reason"))
                .containsExactlyInAnyOrder("not_a_photo", "expired");
    }

    @Test
    void cost_isByThePrices() {
        // 5 MB of media and 1 MB of its source for two days, a megabyte for a day at one.
        JsonNode cost = first("cost");
        assertThat(cost.path("stored_cost").asDouble()).isEqualTo(12_000);
        assertThat(cost.path("made_bytes").asLong()).isEqualTo(5_300_000);
        assertThat(cost.path("cost_per_view").asDouble()).isEqualTo(4_000);
        assertThat(ask("cost_by_content").get(0).path("content_id").asText()).isEqualTo(VIDEO);
    }

    @Test
    void retention_isHowManyPlayedEachSecond() {
        JsonNode curve = asOwner("/videos/" + VIDEO + "/retention").json();
        assertThat(curve.path("sessions").asInt()).isEqualTo(3);
        JsonNode points = curve.path("data");
        assertThat(points).hasSize(30);
        assertThat(points.get(0).path("watching").asInt()).isEqualTo(1);
        assertThat(points.get(7).path("watching").asInt()).isEqualTo(2);
        assertThat(points.get(15).path("watching").asInt()).isEqualTo(1);
        assertThat(points.get(17).path("watching").asInt()).isZero();
        assertThat(asOwner("/videos/" + VIDEO + "/retention?format=csv")
                        .response()
                        .body())
                .startsWith("second,watching,share\r\n0,1,0.33");
    }

    @Test
    void retention_endsWithTheFilm_whateverAReportSays() {
        JsonNode curve = asOwner("/videos/" + SHORT + "/retention").json();
        assertThat(curve.path("sessions").asInt()).isEqualTo(2);
        JsonNode points = curve.path("data");
        assertThat(points).hasSize(60);
        assertThat(points.get(0).path("share").asDouble()).isEqualTo(1);
        assertThat(points.get(59).path("watching").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void report_ofAll_isForOperators_andComesAsCsv(ReportKind kind) {
        Answer answer = asOperator("/reports/" + kind.wireName() + "?format=csv");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.response().body()).startsWith(String.join(",", kind.columns()) + "\r\n");
        assertThat(asOwner("/reports/" + kind.wireName()).status()).isEqualTo(403);
        assertThat(analytics.get("/reports/" + kind.wireName()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void report_ofAVideoInAChannel_isItsOwners(ReportKind kind) {
        Answer answer = asOwner("/reports/" + kind.wireName() + "?channel=" + CHANNEL + "&video=" + VIDEO);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(kind.isForOperators() ? 403 : 200);
    }

    @ParameterizedTest
    @CsvSource({
        "/reports/nonsense, 404",
        "/reports/overview?channel=mine, 400",
        "/reports/overview?from=2030-01-01, 400",
        "/reports/overview?limit=101, 400",
        "/videos/mine/retention, 404"
    })
    void question_thatIsNone_isRefused(String path, int status) {
        assertThat(asOperator(path).status()).isEqualTo(status);
    }

    @Test
    void others_areToldNothing() {
        String other = "Bearer " + RunningAnalytics.token("somebody", "creator", "moderator");
        for (String path : List.of("channel=" + CHANNEL, "video=" + VIDEO, "video=" + ALBUM)) {
            assertThat(analytics
                            .get("/reports/overview?" + path, "Authorization", other)
                            .status())
                    .isEqualTo(403);
            assertThat(asOwner("/reports/overview?" + path).status()).isEqualTo(200);
        }
        assertThat(analytics
                        .get("/videos/" + VIDEO + "/retention", "Authorization", other)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void reports_afterAReplayFromKafka_areTheSame(@TempDir Path other) {
        try (RunningAnalytics again = new RunningAnalytics(settings(other))) {
            for (ReportKind kind : ReportKind.values()) {
                if (!kind.isForOperators()) {
                    String path = "/reports/" + kind.wireName() + "?format=csv&channel=" + CHANNEL + "&from=" + DAY
                            + "&to=" + DAY.plusDays(1);
                    String said = asOwner(path).response().body();
                    RunningAnalytics.eventually()
                            .untilAsserted(() -> assertThat(again.get(path, "Authorization", owner())
                                            .response()
                                            .body())
                                    .isEqualTo(said));
                }
            }
        }
    }

    @Test
    void reports_areDescribed() {
        assertThat(analytics.get("/reports").json().path("data")).hasSize(ReportKind.values().length);
    }

    private static JsonNode first(String report) {
        return ask(report).path(0);
    }

    private static JsonNode ask(String report) {
        Answer answer =
                asOwner("/reports/" + report + "?channel=" + CHANNEL + "&from=" + DAY + "&to=" + DAY.plusDays(1));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json().path("data");
    }

    private static Answer asOwner(String path) {
        return analytics.get(path, "Authorization", owner());
    }

    private static String owner() {
        return "Bearer " + RunningAnalytics.token(OWNER, "creator");
    }

    private static Answer asOperator(String path) {
        return analytics.get(path, "Authorization", "Bearer " + RunningAnalytics.token("me", "operator"));
    }
}
