package dev.matinee.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.kit.test.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A Prometheus beside the platform's, with the platform's rules in a hurry: it takes what the other one has and looks at minutes
 * instead of hours.
 */
final class DrillPrometheus implements AutoCloseable {
    private static final Path RULES =
            Path.of("../../grafana/prometheus/rules/causes.yml").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final String ASKED =
            "{__name__=~\"up|server_up|jvm_uptime_seconds|encoder_.+|nomad_client_host_disk_.+|.+_requests_seconds_(count|bucket)\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    /** @param platform where the platform's own listens */
    DrillPrometheus(URI platform, Path folder) throws IOException {
        port = Ports.free();
        Files.writeString(folder.resolve("rules.yml"), hurried(Files.readString(RULES)));
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 5s, scrape_timeout: 5s, evaluation_interval: 5s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: platform
                    honor_labels: true
                    metrics_path: /federate
                    params:
                      'match[]': ['%s']
                    static_configs:
                      - targets: ['%s']
                """.formatted(ASKED, platform.getAuthority()));
        String program =
                new Part("prometheus").processes().getFirst().info().command().orElseThrow();
        process = new ProcessBuilder(
                        program,
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Windows of minutes become one, waits seconds, and thresholds what can be reached in a drill. */
    static String hurried(String rules) {
        return rules.replaceAll("for: \\d+[mh]", "for: 10s")
                .replaceAll("\\[(5|10|15|30)m]", "[1m]")
                .replace("[1h], 4 * 3600", "[1m], 4 * 3600")
                .replace("disk_size < 0.25", "disk_size < 1")
                .replace("queue_age_seconds) > 300", "queue_age_seconds) > 20");
    }

    /** Waits until an alert fires for a part; an empty one is any. */
    void awaitFiring(String alert, String job) {
        awaitFiring(alert, job, () -> null);
    }

    /** As the other, and does something each second until then. */
    void awaitFiring(String alert, String job, Callable<?> meanwhile) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> {
                    meanwhile.call();
                    return firing().contains(alert + " " + job);
                });
    }

    /** Waits until it fires no more. */
    void awaitQuiet(String alert, String job) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> !firing().contains(alert + " " + job));
    }

    private Set<String> firing() throws IOException, InterruptedException {
        JsonNode alerts = JSON.readTree(client.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/alerts"))
                                        .timeout(Duration.ofSeconds(10))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .at("/data/alerts");
        return alerts.valueStream()
                .filter(alert -> alert.path("state").asText().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asText() + " "
                        + alert.at("/labels/job").asText())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
