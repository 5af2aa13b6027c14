package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.upload.EndingStore.Cause;
import dev.matinee.upload.Upload.State;
import dev.matinee.upload.UploadWriter.Written;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Adds a piece to an upload: may it be, is it the next one, whose turn is it, and what if it is no media. */
final class TusWrites {
    private final UploadStore store;
    private final DirectUploadStore directs;
    private final WriteLocks locks;
    private final UploadWriter writer;
    private final Assembly assembly;
    private final Clock clock;
    private final Counter received = Metrics.globalRegistry()
            .getOrCreate(Counter.builder("upload_received_bytes").description("Bytes of uploads made durable"));

    TusWrites(
            UploadStore store,
            DirectUploadStore directs,
            WriteLocks locks,
            UploadWriter writer,
            Assembly assembly,
            Clock clock) {
        this.store = store;
        this.directs = directs;
        this.locks = locks;
        this.writer = writer;
        this.assembly = assembly;
        this.clock = clock;
    }

    /**
     * What a request brings.
     *
     * @param offset where it says its bytes belong
     * @param length the upload's length, when the request tells it
     * @param bodyBytes the body's length, when it is known before the body came
     */
    record Piece(
            long offset,
            Optional<Long> length,
            OptionalLong bodyBytes,
            Optional<Checksum> checksum,
            InputStream body) {}

    /** Adds what it can of a piece; with the last byte the upload is ready to be put together. */
    Written write(UUID id, Piece piece) {
        WriteLocks.Hold hold =
                locks.take(id, WriteLocks.Ask.POLITE).orElseThrow(() -> ProblemException.of(UploadError.LOCKED));
        Written written;
        try (hold) {
            Upload upload = claim(id, piece);
            written = writer.write(upload, hold, piece.body(), limit(upload), piece.checksum());
        } catch (ProblemException e) {
            refused(id, e);
            throw e;
        }
        received.increment(Math.max(0, written.offset() - piece.offset()));
        return written;
    }

    /** What is no media never becomes any: the upload ends, and a one-time address learns why. */
    private void refused(UUID id, ProblemException problem) {
        if (problem.error() != UploadError.NOT_MEDIA) {
            return;
        }
        store.find(id)
                .flatMap(Upload::direct)
                .ifPresent(direct -> directs.errored(
                        direct, problem.error().code(), problem.error().sentence()));
        assembly.end(id, Cause.REFUSED);
    }

    /** Everything is looked at before the upload is claimed, since a claim that is not used costs part numbers. */
    private Upload claim(UUID id, Piece piece) {
        long offset = piece.offset();
        Optional<Long> declared = piece.length();
        Upload upload = store.find(id).orElseThrow(() -> ProblemException.of(UploadError.UPLOAD_NOT_FOUND));
        upload.requireThere(clock.instant());
        if (upload.offset() != offset) {
            throw mismatch(upload.offset());
        }
        if (declared.isPresent() && upload.length().isPresent() && !declared.equals(upload.length())) {
            throw ProblemException.of(UploadError.LENGTH_FIXED);
        }
        if (declared.filter(length -> length < offset).isPresent()) {
            throw ProblemException.of(UploadError.INVALID_LENGTH, "Upload-Length is less than what is here already.");
        }
        long maxBytes = store.maxBytes(upload);
        if (declared.filter(length -> length > maxBytes).isPresent()) {
            throw UploadStore.tooLarge(maxBytes);
        }
        long limit = upload.length().or(() -> declared).orElse(maxBytes) - offset;
        if (piece.bodyBytes().orElse(0) > limit) {
            throw ProblemException.of(UploadError.BODY_TOO_LONG);
        }
        if (upload.state() != State.RECEIVING) {
            throw ProblemException.of(UploadError.UPLOAD_COMPLETE);
        }
        Upload claimed = store.claim(id).orElseThrow(() -> ProblemException.of(UploadError.UPLOAD_GONE));
        if (claimed.offset() != offset) {
            store.release(claimed);
            throw mismatch(claimed.offset());
        }
        if (claimed.length().isPresent() || declared.isEmpty()) {
            return claimed;
        }
        return withLength(claimed, declared.get());
    }

    private Upload withLength(Upload claimed, long length) {
        try {
            store.setLength(claimed, length);
        } catch (ProblemException e) {
            store.release(claimed);
            throw e;
        }
        return store.find(claimed.id()).orElseThrow(() -> ProblemException.of(UploadError.UPLOAD_GONE));
    }

    private long limit(Upload upload) {
        return upload.length().map(length -> length - upload.offset()).orElseGet(() -> store.room(upload));
    }

    private static ProblemException mismatch(long offset) {
        return ProblemException.of(UploadError.OFFSET_MISMATCH)
                .withHeader(Tus.UPLOAD_OFFSET.defaultCase(), Long.toString(offset));
    }
}
