package dev.matinee.e2e;

import dev.matinee.kit.test.CollectorProgram;
import dev.matinee.kit.test.JobTemplate;
import dev.matinee.kit.test.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The collector of one machine, with its job's own configuration. */
final class RunningCollector implements AutoCloseable {
    private static final Path SOURCE = Path.of("../../nomad-jobs/collector").toAbsolutePath();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;
    private final int port;

    private RunningCollector(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /**
     * @param machine a folder that holds {@code allocations} and takes what the collector keeps
     * @param services {@code host:port} of each server by its name in Consul
     */
    static RunningCollector start(Path machine, Map<String, List<String>> services, Map<String, String> secrets)
            throws IOException {
        int port = Ports.free();
        JobTemplate template = new JobTemplate(
                Map.of(
                        "STATE", machine.resolve("state").toString(),
                        "ALLOCATIONS", machine.resolve("allocations").toString(),
                        "NOMAD_ADDR_http", "127.0.0.1:" + port,
                        "NOMAD_IP_http", "127.0.0.1",
                        "LOG_DAYS", "3",
                        "LOG_BYTES", "1000000000",
                        "LOG_QUEUE", "67108864"),
                services,
                secrets);
        Path configuration = machine.resolve("collector.yml");
        Files.writeString(configuration, template.render(Files.readString(SOURCE.resolve("collector.yml.tpl"))));
        Path output = machine.resolve("collector.log");
        Process process = new ProcessBuilder(
                        CollectorProgram.path().toString(),
                        "--config",
                        configuration.toString(),
                        "--feature-gates",
                        "stanza.synchronousLogEmitter")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new RunningCollector(process, output, port);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(output);
    }

    /** What Prometheus reads. */
    String metrics() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Its end as if the machine had taken it away. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
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
