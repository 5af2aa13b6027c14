package dev.matinee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Finding WON = Finding.ratio(
                    "near",
                    "metadata read",
                    "a bare handler",
                    "/s",
                    new Pairs(List.of(900.0, 950.0, 1000.0), List.of(1000.0, 1000.0, 1000.0)),
                    Target.atLeast(0.85))
            .withCpu("25 / 19 µs");
    private static final Finding LOST =
            Finding.reading("lag", "commit → Kafka p99", "", List.of(300.2), Target.atMost(250, "ms"));

    @Test
    void table_losingRows_areShownToo() {
        assertThat(new Report(List.of(WON, LOST), List.of("tus: no disk")).table())
                .isEqualTo("""
                        | path               | beside         | ours   | peer     | ratio, median [least–most] | target   | met | CPU, ours / peer |
                        |--------------------|----------------|--------|----------|----------------------------|----------|-----|------------------|
                        | metadata read      | a bare handler | 950 /s | 1 000 /s | 0.95× [0.90–1.00]          | ≥ 0.85×  | yes | 25 / 19 µs       |
                        | commit → Kafka p99 |                | 300 ms |          | 300 ms                     | ≤ 250 ms | NO  |                  |
                        not measured: tus: no disk
                        """);
    }

    @Test
    void store_everyReading_isInTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bench.json");
        new Report(List.of(WON), List.of()).store(file, Map.of("pairs", 3));
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.path("pairs").asInt()).isEqualTo(3);
        JsonNode row = json.path("findings").path(0);
        assertThat(row.path("row").asText()).isEqualTo("near");
        assertThat(row.path("ours")).hasSize(3);
        assertThat(row.path("result").path("median").asDouble()).isEqualTo(0.95);
        assertThat(row.path("met").asBoolean()).isTrue();
    }

    @Test
    void target_bounds_areIncluded() {
        assertThat(Target.atLeast(0.85).metBy(0.85)).isTrue();
        assertThat(Target.atLeast(0.85).metBy(0.849)).isFalse();
        assertThat(Target.atMost(1.05).metBy(1.05)).isTrue();
        assertThat(Target.atMost(250, "ms").metBy(250.1)).isFalse();
    }
}
