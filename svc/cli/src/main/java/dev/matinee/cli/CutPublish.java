package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Publishes a made film, ends the command while bytes flow, and runs it again: it must become ready as the same video. */
final class CutPublish {
    private final Checkout checkout;
    private final Path ffmpeg;
    private final Path log;

    CutPublish(Checkout checkout, Path ffmpeg, Path log) {
        this.checkout = checkout;
        this.ffmpeg = ffmpeg;
        this.log = log;
    }

    int run() {
        try {
            var film = Files.createTempFile("matinee-cut-", ".mp4");
            var uploads = checkout.run().resolve("uploads");
            try {
                NoiseFilm.make(ffmpeg, Duration.ofSeconds(12), film, log);
                var before = Set.copyOf(Checkout.list(uploads));
                var first = publish(film)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                var begun = Wait.until(
                        Duration.ofSeconds(60),
                        Duration.ofMillis(20),
                        () -> !first.isAlive() || sending(uploads, before).isPresent());
                first.destroyForcibly().waitFor();
                if (!begun) {
                    throw CliError.failed("the upload did not begin").withLog(log);
                }
                var memory = sending(uploads, before)
                        .orElseThrow(() -> CliError.failed("the first run left nothing to go on with")
                                .withLog(log));
                var second = publish(film)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
                var said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (second.waitFor() != 0) {
                    throw CliError.failed("the second run failed").withLog(log);
                }
                var published = Json.parse(said);
                var same = published
                        .path("id")
                        .asText()
                        .equals(memory.path("video").asText());
                return same && published.path("state").asText().equals("ready") ? 0 : 1;
            } finally {
                Files.deleteIfExists(film);
            }
        } catch (IOException e) {
            throw CliError.failed("cannot run ./matinee publish: " + e.getMessage())
                    .withLog(log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliError.failed("interrupted");
        }
    }

    /** What the first run remembers, once it has an upload. */
    private static Optional<JsonNode> sending(Path uploads, Set<Path> before) {
        return Checkout.list(uploads).stream()
                .filter(file -> file.toString().endsWith(".json") && !before.contains(file))
                .filter(Files::exists)
                .map(Json::read)
                .filter(memory -> memory.hasNonNull("upload"))
                .findFirst();
    }

    private ProcessBuilder publish(Path film) {
        return new ProcessBuilder(
                        checkout.root().resolve("matinee").toString(),
                        "publish",
                        "--json",
                        "--visibility",
                        "private",
                        "--title",
                        "Cut and resumed",
                        film.toString())
                .redirectInput(Path.of("/dev/null").toFile());
    }
}
