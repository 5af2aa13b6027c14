package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * What is remembered of a publish until it is done: the wish for a video and its key, so that asking again makes no second one;
 * the video and the upload once they are there; and their trace.
 */
record Unfinished(String key, String wish, Optional<String> video, Optional<String> upload, Trace trace) {
    static Unfinished begin(String wish) {
        return new Unfinished(UUID.randomUUID().toString(), wish, Optional.empty(), Optional.empty(), Trace.begin());
    }

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
                saved.path("key").asText(),
                saved.path("wish").asText(),
                Optional.ofNullable(saved.path("video").textValue()),
                Optional.ofNullable(saved.path("upload").textValue()),
                trace));
    }

    void save(Path file) {
        var node = Json.object()
                .put("key", key)
                .put("wish", wish)
                .put("trace", trace.id())
                .put("root_span", trace.rootSpan())
                .put("started_micros", trace.startedMicros());
        video.ifPresent(id -> node.put("video", id));
        upload.ifPresent(url -> node.put("upload", url));
        Json.store(file, node);
    }

    Unfinished of(String id) {
        return new Unfinished(key, wish, Optional.of(id), Optional.empty(), trace);
    }

    Unfinished at(String url) {
        return new Unfinished(key, wish, video, Optional.of(url), trace);
    }

    Unfinished withoutUpload() {
        return new Unfinished(key, wish, video, Optional.empty(), trace);
    }

    String id() {
        return video.orElseThrow();
    }

    static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
