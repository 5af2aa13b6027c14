package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import dev.matinee.upload.Upload.Kind;
import dev.matinee.upload.Upload.Part;
import dev.matinee.upload.Upload.State;
import dev.matinee.upload.Upload.Tail;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of uploads while they take bytes; {@link EndingStore} has that of how they end. */
final class UploadStore {
    private final Database database;
    private final QuotaStore quota;
    private final UploadConfig.Limits limits;
    private final Clock clock;

    UploadStore(Database database, QuotaStore quota, UploadConfig.Limits limits, Clock clock) {
        this.database = database;
        this.quota = quota;
        this.limits = limits;
        this.clock = clock;
    }

    Upload create(NewUpload wanted) {
        return database.transaction(transaction -> create(transaction, wanted));
    }

    /** As {@link #create(NewUpload)} within the transaction of what it is made for. */
    Upload create(DbTransaction transaction, NewUpload wanted) {
        quota.reserve(
                transaction, wanted.owner(), wanted.kind(), wanted.length().orElse(0L));
        return insert(transaction, wanted, State.RECEIVING, null);
    }

    /**
     * Makes a final upload of finished partial ones of the same owner. Asked again with the same partial uploads, it
     * answers with what it made the first time, so a client that missed the answer does no harm.
     */
    Upload createFinal(NewUpload wanted) {
        return database.transaction(transaction -> createFinal(transaction, wanted));
    }

    Upload createFinal(DbTransaction transaction, NewUpload wanted) {
        quota.lock(transaction, wanted.owner());
        String concatKey =
                String.join(" ", wanted.partials().stream().map(UUID::toString).toList());
        Optional<Upload> before = transaction
                .get(
                        "SELECT " + UploadRows.COLUMNS
                                + " FROM uploads WHERE owner = ? AND concat_key = ? AND state <> 'ended'",
                        wanted.owner(),
                        concatKey)
                .map(UploadRows::of);
        if (before.isPresent()) {
            return before.get();
        }
        long total = 0;
        for (UUID id : wanted.partials()) {
            total = Math.addExact(total, partialBytes(transaction, wanted, id));
        }
        if (total > limits.maxBytes(wanted.metadata())) {
            throw tooLarge(limits.maxBytes(wanted.metadata()));
        }
        quota.reserve(transaction, wanted.owner(), Kind.FINAL, 0);
        NewUpload measured = new NewUpload(
                wanted.id(),
                wanted.owner(),
                wanted.ownerName(),
                Kind.FINAL,
                Optional.of(total),
                wanted.metadata(),
                wanted.direct(),
                wanted.partials());
        Upload upload = insert(transaction, measured, State.ASSEMBLING, concatKey);
        for (int i = 0; i < wanted.partials().size(); i++) {
            transaction.insert(
                    "INSERT INTO upload_partials (upload_id, position, partial_id) VALUES (?, ?, ?)",
                    upload.id(),
                    i,
                    wanted.partials().get(i));
        }
        return upload;
    }

    private static long partialBytes(DbTransaction transaction, NewUpload wanted, UUID id) {
        Upload partial = transaction
                .get("SELECT " + UploadRows.COLUMNS + " FROM uploads WHERE id = ? FOR UPDATE", id)
                .map(UploadRows::of)
                .filter(found -> found.owner().equals(wanted.owner())
                        && found.kind() == Kind.PARTIAL
                        && found.state() != State.ENDED
                        && found.direct().equals(wanted.direct()))
                .orElseThrow(() -> ProblemException.of(UploadError.PARTIAL_NOT_FOUND));
        if (partial.state() != State.COMPLETE) {
            throw ProblemException.of(UploadError.PARTIAL_UNFINISHED);
        }
        return partial.offset();
    }

    private Upload insert(DbTransaction transaction, NewUpload wanted, State state, @Nullable String concatKey) {
        if (wanted.length().orElse(0L) > limits.maxBytes(wanted.metadata())) {
            throw tooLarge(limits.maxBytes(wanted.metadata()));
        }
        Timestamp now = now();
        transaction
                .createInsert("""
                        INSERT INTO uploads (id, owner, owner_name, kind, state, length, part_bytes, metadata, content_id,
                            direct_id, concat_key, created_at, changed_at, expires_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .addParam(wanted.id())
                .addParam(wanted.owner())
                .addParam(wanted.ownerName())
                .addParam(wanted.kind().word())
                .addParam(state.name().toLowerCase(Locale.ROOT))
                .addParam(wanted.length().orElse(null))
                .addParam(limits.partBytes())
                .addParam(wanted.metadata().header())
                .addParam(wanted.metadata().contentId().orElse(null))
                .addParam(wanted.direct().orElse(null))
                .addParam(concatKey)
                .addParam(now)
                .addParam(now)
                .addParam(expiry())
                .execute();
        return find(transaction, wanted.id()).orElseThrow();
    }

    /** The longest any upload may get. */
    long maxBytes() {
        return limits.maxBytes();
    }

    /** How long this upload may get. */
    long maxBytes(Upload upload) {
        return limits.maxBytes(upload.metadata());
    }

    /** How many bytes an upload without a length may still take. */
    long room(Upload upload) {
        return Math.min(maxBytes(upload) - upload.offset(), quota.left(database.execute(), upload.owner()));
    }

    static ProblemException tooLarge(long most) {
        return ProblemException.of(
                UploadError.TOO_LARGE, "The upload is longer than " + most + " bytes, which is the most taken here.");
    }

    Optional<Upload> find(UUID id) {
        return find(database.execute(), id);
    }

    static Optional<Upload> find(DbExecute execute, UUID id) {
        return execute.get("SELECT " + UploadRows.COLUMNS + " FROM uploads WHERE id = ?", id)
                .map(UploadRows::of);
    }

    /**
     * Makes the caller the one writer: whoever wrote before is refused from here on. When that one did not end in order
     * it may still have parts under way, so the new one starts with part numbers that were never given out. The expiry
     * starts anew, or it could end an upload whose first part of this request is still on its way.
     */
    Optional<Upload> claim(UUID id) {
        return database.execute()
                .get("""
                        UPDATE uploads SET fence = fence + 1, clean = false, changed_at = ?, expires_at = ?,
                            next_part = CASE WHEN clean THEN next_part ELSE GREATEST(next_part, part_high + 1) END,
                            part_high = CASE WHEN clean THEN next_part ELSE GREATEST(next_part, part_high + 1) END + ?
                        WHERE id = ? AND state = 'receiving' AND expires_at > ?
                        RETURNING
                        """ + UploadRows.COLUMNS, now(), expiry(), UploadWriter.IN_FLIGHT - 1, id, now())
                .map(UploadRows::of);
    }

    /** Allows the writer part numbers up to {@code high}. */
    void allowParts(Upload upload, int high) {
        UploadRows.fenced(
                upload,
                database.execute()
                        .update(
                                "UPDATE uploads SET part_high = ? WHERE id = ? AND fence = ? AND state = 'receiving'",
                                high,
                                upload.id(),
                                upload.fence()));
    }

    void setLength(Upload upload, long length) {
        if (length > maxBytes(upload)) {
            throw tooLarge(maxBytes(upload));
        }
        database.transact(transaction -> {
            quota.reserveMore(transaction, upload.owner(), Math.max(0, length - upload.offset()));
            UploadRows.fenced(upload, transaction.update("""
                            UPDATE uploads SET length = ? WHERE id = ? AND fence = ? AND state = 'receiving'
                                AND length IS NULL AND offset_bytes <= ?
                            """, length, upload.id(), upload.fence(), length));
        });
    }

    void setMultipart(Upload upload, String multipart) {
        UploadRows.fenced(upload, database.execute().update("""
                                UPDATE uploads SET multipart_id = ? WHERE id = ? AND fence = ? AND state = 'receiving'
                                """, multipart, upload.id(), upload.fence()));
    }

    /** What a writer made durable in S3, to be recorded. */
    record Progress(
            long from, long to, List<Part> parts, Optional<Tail> tail, int nextPart, boolean ended, boolean finished) {}

    /** Moves the durable offset, if the writer is still the one and nobody else moved it. */
    void record(Upload upload, Progress progress) {
        database.transact(transaction -> {
            if (upload.length().isEmpty() && progress.to() > progress.from()) {
                // Nothing was reserved for it, and others of the same owner may be growing beside it.
                quota.reserveMore(transaction, upload.owner(), progress.to() - progress.from());
            }
            UploadRows.fenced(
                    upload,
                    transaction
                            .createUpdate("""
                                    UPDATE uploads SET offset_bytes = ?, tail_key = ?, tail_bytes = ?,
                                        had_tail = had_tail OR ?, next_part = ?, part_high = GREATEST(part_high, ?),
                                        clean = ?, state = ?, changed_at = ?, expires_at = ?
                                    WHERE id = ? AND fence = ? AND state = 'receiving' AND offset_bytes = ?
                                    """)
                            .addParam(progress.to())
                            .addParam(progress.tail().map(Tail::key).orElse(null))
                            .addParam(progress.tail().map(Tail::sizeBytes).orElse(0L))
                            .addParam(progress.tail().isPresent())
                            .addParam(progress.nextPart())
                            .addParam(progress.nextPart() + UploadWriter.IN_FLIGHT - 1)
                            .addParam(progress.ended())
                            .addParam(progress.finished() ? "assembling" : "receiving")
                            .addParam(now())
                            .addParam(expiry())
                            .addParam(upload.id())
                            .addParam(upload.fence())
                            .addParam(progress.from())
                            .execute());
            for (Part part : progress.parts()) {
                transaction.insert(
                        "INSERT INTO upload_parts (upload_id, number, size_bytes, etag) VALUES (?, ?, ?, ?)",
                        upload.id(),
                        part.number(),
                        part.sizeBytes(),
                        part.etag());
            }
        });
    }

    /** The writer ends in order without anything new: its part numbers may be used again. */
    void release(Upload upload) {
        database.execute()
                .update("UPDATE uploads SET clean = true WHERE id = ? AND fence = ?", upload.id(), upload.fence());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private Timestamp expiry() {
        return Timestamp.from(clock.instant().plus(limits.expiry()));
    }
}
