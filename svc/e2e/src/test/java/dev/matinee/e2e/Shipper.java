package dev.matinee.e2e;

import dev.matinee.kit.test.CollectorProgram;
import dev.matinee.kit.test.JobTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The collector that takes the CDN's access log to Kafka, with the job's own configuration. */
final class Shipper implements AutoCloseable {
    private static final Path SOURCE = Path.of("../../nomad-jobs/cdn").toAbsolutePath();

    private final Process process;
    private final Path output;

    private Shipper(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param kafka where users of the platform come in, whose name is their password */
    static Shipper start(Path allocation, String kafka) throws IOException {
        JobTemplate template = new JobTemplate(
                Map.of("NOMAD_ALLOC_DIR", allocation.resolve("alloc").toString()),
                Map.of("kafka", List.of(kafka)),
                Map.of("kafka_password", "cdn"));
        Path configuration = allocation.resolve("secrets/shipper.yml");
        Files.writeString(configuration, template.render(Files.readString(SOURCE.resolve("shipper.yml.tpl"))));
        Path output = allocation.resolve("shipper.log");
        Process process = new ProcessBuilder(
                        CollectorProgram.path().toString(),
                        "--config",
                        configuration.toString(),
                        "--feature-gates",
                        "stanza.synchronousLogEmitter")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new Shipper(process, output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(output);
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
