package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is remembered of a publish until it is done: the video, the upload once there is one, and their trace. */
record Unfinished(String video, Optional<String> upload, Trace trace) {
    static Optional<Unfinished> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var saved = Json.read(file);
        var trace = new Trace(
                saved.path("trace").asText(),
                saved.path("root_span").asText(),
                saved.path("started_micros").asLong());
        return Optional.of(new Unfinished(
                saved.path("video").asText(),
                Optional.ofNullable(saved.path("upload").textValue()),
                trace));
    }

    void save(Path file) {
        var node = Json.object()
                .put("video", video)
                .put("trace", trace.id())
                .put("root_span", trace.rootSpan())
                .put("started_micros", trace.startedMicros());
        upload.ifPresent(url -> node.put("upload", url));
        Json.store(file, node);
    }

    Unfinished at(String url) {
        return new Unfinished(video, Optional.of(url), trace);
    }

    static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
