package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.kit.test.ElasticsearchServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What allocations write comes to Elasticsearch line by line, by the job's own collector, whoever is killed or away. */
class LogShipIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ElasticsearchServer elasticsearch = ElasticsearchServer.shared();
    private final String allocation = UUID.randomUUID().toString();

    @TempDir
    private Path machine;

    private Path logs;

    @BeforeEach
    void makeAllocation() throws IOException {
        logs = Files.createDirectories(machine.resolve("allocations/" + allocation + "/alloc/logs"));
        Files.createDirectories(machine.resolve("state"));
    }

    @AfterEach
    void forget() {
        elasticsearch.deleteIndices();
    }

    @Test
    void lineOfAService_isFoundByItsTrace() throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        write("catalog.stdout.0", """
                {"time":"%s","level":"WARNING","logger":"dev.matinee.Catalog","message":"slow","service":"catalog",\
                "version":"1.2","instance":"catalog-1","allocation":"%s","trace_id":"%s","request_id":"r-1","error":"a\\n\\tb"}
                """.formatted(Instant.now(), allocation, trace));
        try (RunningCollector collector = collect()) {
            JsonNode found =
                    awaitLines("{\"term\":{\"trace_id\":\"" + trace + "\"}}", 1).getFirst();
            assertThat(found.path("_index").asText())
                    .isEqualTo("logs-" + LocalDate.now(ZoneOffset.UTC).format(DAY));
            JsonNode line = found.path("_source");
            assertThat(line.path("message").asText()).isEqualTo("slow");
            assertThat(line.path("level").asText()).isEqualTo("WARNING");
            assertThat(line.path("service").asText()).isEqualTo("catalog");
            assertThat(line.path("task").asText()).isEqualTo("catalog");
            assertThat(line.path("stream").asText()).isEqualTo("stdout");
            assertThat(line.path("allocation").asText()).isEqualTo(allocation);
            assertThat(line.path("request_id").asText()).isEqualTo("r-1");
            assertThat(line.path("error").asText()).isEqualTo("a\n\tb");
            assertThat(collector.log()).doesNotContain("left out");
        }
    }

    @Test
    void lineOfAServer_hasItsJobAndLevel_andItsStackTraceIsOneEvent() throws Exception {
        write("otlp.stderr.0", "2026-01-01 ERROR it broke\n\tat here\n\tat there\nnext\n");
        write("traefik.stdout.0", "{\"TraceId\":\"abc\",\"DownstreamStatus\":502,\"RequestPath\":\"/api/x\"}\n");
        try (RunningCollector collector = collect()) {
            List<JsonNode> lines = awaitLines(mine(), 3);
            JsonNode broke = only(lines, "at there");
            assertThat(broke.path("message").asText()).startsWith("2026-01-01 ERROR it broke\n\tat here");
            assertThat(broke.path("level").asText()).isEqualTo("SEVERE");
            assertThat(broke.path("service").asText()).isEqualTo("zipkin");
            assertThat(broke.path("stream").asText()).isEqualTo("stderr");
            JsonNode asked = only(lines, "TraceId");
            assertThat(asked.path("trace_id").asText()).isEqualTo("abc");
            assertThat(asked.path("status").asInt()).isEqualTo(502);
            assertThat(collector.isAlive()).isTrue();
        }
    }

    @Test
    void collectorThatIsKilled_losesAndDoublesNothing() throws Exception {
        int written = 0;
        for (int i = 0; i < 4; i++) {
            RunningCollector collector = collect();
            written += writeMany(written, 50);
            if (i % 2 == 0) {
                int some = written - 40;
                await().atMost(PATIENCE).until(() -> search(mine()).size() >= some);
            }
            collector.kill();
        }
        try (RunningCollector collector = collect()) {
            awaitLines(mine(), written);
            assertThat(collector.isAlive()).isTrue();
        }
    }

    @Test
    void elasticsearchThatIsAway_costsNothing() throws Exception {
        int written = writeMany(0, 1);
        RunningCollector collector = collect();
        awaitLines(mine(), written);
        elasticsearch.stop();
        try {
            written += writeMany(written, 100);
            collector.close();
            collector = collect();
            written += writeMany(written, 100);
        } finally {
            elasticsearch.start();
        }
        awaitLines(mine(), written);
        collector.close();
    }

    @Test
    void nextFileOfALog_isReadToo() throws Exception {
        try (RunningCollector collector = collect()) {
            write("feed.stdout.0", "one\n");
            awaitLines(mine(), 1);
            write("feed.stdout.1", "two\n");
            awaitLines(mine(), 2);
            assertThat(collector.isAlive()).isTrue();
        }
    }

    @Test
    void indexThatIsTooOld_goes_andWhatAClientMadeUpIsNoField() throws Exception {
        String old = "logs-" + LocalDate.now(ZoneOffset.UTC).minusDays(5).format(DAY);
        String kept = "logs-" + LocalDate.now(ZoneOffset.UTC).minusDays(2).format(DAY);
        ask("PUT", "/" + old, "");
        ask("PUT", "/" + kept, "");
        write(
                "gate.stdout.0",
                "{\"time\":\"1999-01-01T00:00:00Z\",\"message\":\"m\",\"field-%s\":\"x\"}%n".formatted(allocation));
        try (RunningCollector collector = collect()) {
            JsonNode line = awaitLines(mine(), 1).getFirst();
            assertThat(line.path("_index").asText())
                    .as("a clock that is wrong makes no index")
                    .isEqualTo("logs-" + LocalDate.now(ZoneOffset.UTC).format(DAY));
            String indices = ask("GET", "/_cat/indices/logs-*?h=index", "");
            assertThat(indices).contains(kept).doesNotContain(old);
            assertThat(ask("GET", "/logs-*/_mapping", "")).doesNotContain("field-");
            assertThat(collector.isAlive()).isTrue();
        }
    }

    private RunningCollector collect() throws IOException {
        return RunningCollector.start(
                machine, Map.of("elasticsearch", List.of(elasticsearch.url().getAuthority())), Map.of());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(
                logs.resolve(file), text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private int writeMany(int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            write("encoder.stdout.0", "{\"time\":\"%s\",\"message\":\"line %d\"}%n".formatted(Instant.now(), i));
        }
        return count;
    }

    private String mine() {
        return "{\"term\":{\"allocation\":\"" + allocation + "\"}}";
    }

    private static JsonNode only(List<JsonNode> lines, String part) {
        return lines.stream()
                .map(line -> line.path("_source"))
                .filter(line -> line.path("message").asText().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** So many, and no more although lines may be sent twice. */
    private List<JsonNode> awaitLines(String query, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(search(query)).hasSize(count));
        return search(query);
    }

    private List<JsonNode> search(String query) {
        try {
            return JSON.readTree(ask(
                            "POST",
                            "/logs-*/_search?allow_no_indices=true&ignore_unavailable=true",
                            "{\"size\":1000,\"query\":" + query + "}"))
                    .path("hits")
                    .path("hits")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ask(String method, String path, String body) throws IOException {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(elasticsearch.url() + path))
                                    .timeout(Duration.ofSeconds(30))
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
