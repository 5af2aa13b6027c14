package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.PlaybackReported;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A made-up history, from Kafka to the numbers of a report. */
class HistoryIT {
    private static final KafkaSettings KAFKA =
            new KafkaSettings(KafkaServer.shared().bootstrap(), "test");
    /** Long before what any other test says. */
    private static final LocalDate FIRST = LocalDate.parse("2021-03-01");

    private static final History.Plan PLAN = new History.Plan(FIRST, 5, 3_000, 11, List.of(), 30);

    @Test
    void history_sentTwice_isInTheWarehouseOnce(@TempDir Path directory) {
        Map<String, String> settings = RunningAnalytics.settings(directory);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new HistoryProgram(print).send(new History(PLAN), KAFKA);
        new HistoryProgram(print).send(new History(PLAN), KAFKA);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("3,000 events are in Kafka");
        long[] sessions = {0};
        new History(PLAN).tell(event -> {
            if (event.data() instanceof PlaybackReported said
                    && said.kind().equals("started")
                    && !said.client().bot()) {
                sessions[0]++;
            }
        });
        try (RunningAnalytics analytics = new RunningAnalytics(settings)) {
            RunningAnalytics.eventually()
                    .untilAsserted(() -> assertThat(ask(analytics, "sessions/overall")
                                    .at("/data/0/value")
                                    .asLong())
                            .isEqualTo(sessions[0]));
            assertThat(ask(analytics, "views/overall").at("/data/0/value").asLong())
                    .isBetween(1L, sessions[0]);
            assertThat(ask(analytics, "views/timeseries").path("data")).hasSizeGreaterThanOrEqualTo(5);
            assertThat(ask(analytics, "viewer_experience_score/overall")
                            .at("/data/0/value")
                            .asDouble())
                    .isBetween(50.0, 100.0);
        }
    }

    private static JsonNode ask(RunningAnalytics analytics, String what) {
        Answer answer = analytics.get(
                "/metrics/" + what + "?from=" + FIRST + "&to=" + FIRST.plusDays(6),
                "Authorization",
                "Bearer " + RunningAnalytics.token("op", "operator"));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }
}
