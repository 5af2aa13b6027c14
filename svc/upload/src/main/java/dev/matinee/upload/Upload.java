package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** An upload as it was when it was read. */
record Upload(
        UUID id,
        String owner,
        String ownerName,
        Kind kind,
        State state,
        Optional<Long> length,
        long offset,
        int partBytes,
        Optional<String> multipart,
        Optional<Tail> tail,
        long fence,
        int nextPart,
        UploadMetadata metadata,
        Optional<UUID> direct,
        List<UUID> partials,
        Instant expiresAt) {
    Upload {
        partials = List.copyOf(partials);
    }

    enum Kind {
        WHOLE,
        PARTIAL,
        FINAL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum State {
        RECEIVING,
        ASSEMBLING,
        COMPLETE,
        ENDED
    }

    /** Bytes that do not fill a part, in an object of their own until more come. */
    record Tail(String key, long sizeBytes) {}

    /** A part that S3 holds. */
    record Part(int number, long sizeBytes, String etag) {}

    boolean isExpired(Instant now) {
        return state == State.RECEIVING && !expiresAt.isAfter(now);
    }

    void requireThere(Instant now) {
        if (state == State.ENDED || isExpired(now)) {
            throw ProblemException.of(UploadError.UPLOAD_GONE);
        }
    }

    /** Where the whole will be. */
    String key() {
        return key(id);
    }

    static String key(UUID id) {
        return "u/" + id;
    }

    /** Everything under it belongs to the unfinished upload. */
    static String tailPrefix(UUID id) {
        return "t/" + id + "/";
    }
}
