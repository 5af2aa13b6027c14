package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a file to the state {@code ready}: video, upload, encoding; each step remembered until the end. */
final class Publisher {
    private static final Duration POLL = Duration.ofMillis(500);
    // The platform gives up by itself long before; this only keeps a command from staying for ever.
    private static final Duration LIMIT = Duration.ofHours(12);
    private static final String VIDEOS = "/api/catalog/v1/videos";

    /** One moment of the publish, in milliseconds since it began. */
    record Moment(long millis, String what) {}

    /** Where it ended. */
    record Published(JsonNode video, Optional<String> manifest, Trace trace, List<Moment> timeline) {}

    private final Path memory;
    private final Path file;
    private final URI base;
    private final Login login;
    private final List<Moment> timeline = new ArrayList<>();
    private final long begun = System.nanoTime();

    Publisher(Path memory, Path file, URI base, Login login) {
        this.memory = memory;
        this.file = file;
        this.base = base;
        this.login = login;
    }

    Published publish(ObjectNode details) {
        var unfinished = Unfinished.load(memory)
                .filter(earlier -> earlier.video().isPresent())
                .flatMap(this::stillWanted)
                .orElseGet(() -> create(Json.write(details)));
        var gateway = gateway(unfinished.trace());
        try {
            unfinished = upload(gateway, unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var video = awaitReady(gateway, unfinished.id());
        Unfinished.forget(memory);
        return new Published(video, manifest(gateway, unfinished.id()), unfinished.trace(), List.copyOf(timeline));
    }

    private Gateway gateway(Trace trace) {
        return new Gateway(base, login, trace);
    }

    private Optional<Unfinished> stillWanted(Unfinished earlier) {
        var answer = get(gateway(earlier.trace()), earlier.id());
        var state = answer.ok() ? answer.json().path("state").asText() : "gone";
        if (state.equals("uploading") || state.equals("processing")) {
            moment("going on with " + earlier.id() + " (" + state + ")");
            return Optional.of(earlier);
        }
        Unfinished.forget(memory);
        return Optional.empty();
    }

    /** What was asked for before a cut, and in the same words, is asked for with the same key: it may have been made. */
    private Unfinished create(String wish) {
        var begun = Unfinished.load(memory)
                .filter(earlier -> earlier.wish().equals(wish))
                .orElseGet(() -> Unfinished.begin(wish));
        begun.save(memory);
        var gateway = gateway(begun.trace());
        var answer = gateway.send(gateway.request(gateway.at(VIDEOS))
                .header("content-type", "application/json")
                .header("idempotency-key", begun.key())
                .POST(BodyPublishers.ofString(wish))
                .build());
        if (!answer.ok()) {
            throw Gateway.refusal("the video", answer);
        }
        var unfinished = begun.of(answer.json().path("id").asText());
        unfinished.save(memory);
        moment("video " + unfinished.id() + " created");
        return unfinished;
    }

    private Unfinished upload(Gateway gateway, Unfinished unfinished) throws IOException {
        if (!get(gateway, unfinished.id()).json().path("state").asText().equals("uploading")) {
            return unfinished;
        }
        var tus = new TusUpload(gateway, file);
        var size = Files.size(file);
        try (var bar = Bar.bytes("upload", size)) {
            // A remembered upload may have expired; then one more is made, and only one.
            for (var attempt = 0; attempt < 2; attempt++) {
                if (unfinished.upload().isEmpty()) {
                    unfinished = unfinished.at(tus.create(metadata(unfinished.id())));
                    unfinished.save(memory);
                    moment("upload begun, " + size + " bytes");
                }
                if (tus.send(unfinished.upload().orElseThrow(), sent -> bar.at(sent, ""))) {
                    moment("upload complete");
                    return unfinished;
                }
                unfinished = unfinished.withoutUpload();
            }
        }
        throw CliError.failed("the upload vanished while it was sent; run the same command again");
    }

    private Map<String, String> metadata(String video) throws IOException {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("filename", String.valueOf(file.getFileName()));
        var type = Files.probeContentType(file);
        if (type != null) {
            metadata.put("filetype", type);
        }
        metadata.put("content_id", video);
        return metadata;
    }

    private JsonNode awaitReady(Gateway gateway, String id) {
        var step = "";
        var end = System.nanoTime() + LIMIT.toNanos();
        try (var bar = Bar.percent("encode")) {
            while (System.nanoTime() < end) {
                var answer = get(gateway, id);
                if (answer.status() / 100 == 4) {
                    throw Gateway.refusal("looking at the video", answer);
                }
                if (answer.ok()) {
                    var video = answer.json();
                    switch (video.path("state").asText()) {
                        case "ready" -> {
                            bar.at(100, "ready");
                            moment("ready");
                            return video;
                        }
                        case "failed" -> {
                            Unfinished.forget(memory);
                            var failure = video.path("failure");
                            throw CliError.refused("the film could not be published: "
                                    + failure.path("detail").asText("no cause given") + " ("
                                    + failure.path("code").asText("failed") + ")");
                        }
                        default -> step = progress(bar, video.path("progress"), step);
                    }
                }
                Wait.pause(POLL);
            }
        }
        throw CliError.unhealthy("the film was not ready after " + LIMIT.toHours() + " hours");
    }

    private String progress(Bar bar, JsonNode progress, String stepBefore) {
        var words = new ArrayList<String>();
        for (var field : List.of("step", "rung")) {
            var word = progress.path(field).asText("");
            if (!word.isEmpty() && !word.equals("null")) {
                words.add(word);
            }
        }
        var step = String.join(" ", words);
        bar.at(progress.path("percent").asLong(0), step);
        if (!step.isEmpty() && !step.equals(stepBefore)) {
            moment(step);
        }
        return step;
    }

    private static Http.Answer get(Gateway gateway, String id) {
        return gateway.send(gateway.poll(gateway.at(VIDEOS + "/" + id)).GET().build());
    }

    private static Optional<String> manifest(Gateway gateway, String id) {
        var answer = gateway.send(gateway.request(gateway.at(VIDEOS + "/" + id + "/playback"))
                .GET()
                .build());
        return answer.ok()
                ? Optional.ofNullable(answer.json().path("manifest_url").textValue())
                        .map(url -> gateway.base().resolve(url).toString())
                : Optional.empty();
    }

    private void moment(String what) {
        timeline.add(new Moment((System.nanoTime() - begun) / 1_000_000, what));
    }
}
