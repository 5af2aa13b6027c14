package dev.matinee.upload;

import dev.matinee.events.EventType;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadAbandoned;
import dev.matinee.events.UploadCompleted;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.upload.Upload.Kind;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The SQL of how uploads end, complete or not, and the events that say so. */
final class EndingStore {
    private static final int BATCH = 100;

    private final Database database;
    private final Outbox outbox;
    private final DirectUploadStore directs;
    private final String bucket;
    private final Clock clock;

    EndingStore(Database database, Outbox outbox, DirectUploadStore directs, String bucket, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.directs = directs;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Why an upload ended without becoming anything. */
    enum Cause {
        EXPIRED("expired"),
        TERMINATED("terminated"),
        REPLACED("replaced"),
        /** What was sent is no media. */
        REFUSED("refused"),
        REJECTED("rejected"),
        DELETED("deleted"),
        CONCATENATED("concatenated"),
        /** S3 no longer has what it acknowledged. */
        LOST("lost");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        /** Others are told of uploads that ended by themselves, not of those they have ended or replaced. */
        private boolean isTold() {
            return this == EXPIRED || this == TERMINATED || this == REFUSED || this == LOST;
        }

        /** The contract knows two words: a creator ended it by what they did, or it came to nothing by itself. */
        private String told() {
            return switch (this) {
                case TERMINATED, REFUSED -> "terminated";
                case EXPIRED, LOST -> "expired";
                case REPLACED, REJECTED, DELETED, CONCATENATED ->
                    throw new IllegalStateException(this + " is told to nobody");
            };
        }
    }

    /** An upload that has ended and whose bytes are still there. */
    record Remains(UUID id, Optional<String> multipart) {}

    /**
     * Marks an upload complete and says so, once: only the caller that moves it out of {@code assembling} adds the event.
     */
    boolean complete(Upload upload) {
        return database.transaction(transaction -> {
            long moved = transaction.update("""
                    UPDATE uploads SET state = 'complete', offset_bytes = length, tail_key = NULL, tail_bytes = 0,
                        changed_at = ?
                    WHERE id = ? AND state = 'assembling'
                    """, now(), upload.id());
            if (moved == 0) {
                return false;
            }
            transaction.delete("DELETE FROM upload_parts WHERE upload_id = ?", upload.id());
            Instant began = began(transaction, upload.id());
            if (upload.kind() == Kind.FINAL) {
                endPartials(transaction, upload.id());
            }
            if (upload.kind() != Kind.PARTIAL) {
                outbox.add(transaction, EventType.UPLOAD_COMPLETED, completed(transaction, upload, began));
                upload.direct().ifPresent(direct -> directs.assetCreated(transaction, direct));
            }
            return true;
        });
    }

    private static Instant began(DbTransaction transaction, UUID upload) {
        return transaction
                .get("""
                        SELECT min(created_at) AS began FROM uploads
                        WHERE id = ? OR id IN (SELECT partial_id FROM upload_partials WHERE upload_id = ?)
                        """, upload, upload)
                .orElseThrow()
                .column("began")
                .get(Timestamp.class)
                .toInstant();
    }

    private UploadCompleted completed(DbTransaction transaction, Upload upload, Instant began) {
        Map<String, String> described = new LinkedHashMap<>(upload.metadata().described());
        Optional<UUID> contentId = upload.metadata().contentId();
        if (upload.direct().isPresent()) {
            DirectUpload.Content content =
                    directs.content(transaction, upload.direct().get());
            described.keySet().retainAll(List.of("filename", "filetype"));
            described.putAll(content.described());
            contentId = Optional.ofNullable(content.contentId());
        }
        SourceObject source = new SourceObject(
                bucket,
                upload.key(),
                upload.length().orElseThrow(),
                upload.metadata().values().get("filename"),
                upload.metadata().values().get("filetype"),
                null);
        return new UploadCompleted(
                upload.id().toString(),
                upload.owner(),
                upload.ownerName(),
                contentId.map(UUID::toString).orElse(null),
                source,
                described,
                began);
    }

    private void endPartials(DbTransaction transaction, UUID upload) {
        transaction.update("""
                UPDATE uploads SET state = 'ended', cause = ?, fence = fence + 1, changed_at = ?
                WHERE state = 'complete' AND id IN (SELECT partial_id FROM upload_partials WHERE upload_id = ?)
                """, Cause.CONCATENATED.word, now(), upload);
        transaction.delete("DELETE FROM upload_partials WHERE upload_id = ?", upload);
    }

    /** Ends an upload that is not complete; false when it is, or has ended already. */
    boolean end(UUID id, Cause cause) {
        return database.transaction(transaction -> end(transaction, id, cause));
    }

    /** Ends an upload that S3 has lost; one that another assembler took over is not this one's to judge. */
    boolean lose(Upload claimed) {
        return database.transaction(transaction -> transaction
                        .get(
                                "SELECT id FROM uploads WHERE id = ? AND fence = ? AND state = 'assembling' FOR UPDATE",
                                claimed.id(),
                                claimed.fence())
                        .isPresent()
                && end(transaction, claimed.id(), Cause.LOST));
    }

    boolean end(DbTransaction transaction, UUID id, Cause cause) {
        // Locked by a statement of its own, so that the next one sees a final upload that was made of it meanwhile.
        if (transaction
                .get("SELECT id FROM uploads WHERE id = ? FOR UPDATE", id)
                .isEmpty()) {
            return false;
        }
        Optional<Upload> ended = transaction
                .get("""
                        UPDATE uploads u SET state = 'ended', cause = ?, fence = fence + 1, changed_at = ?
                        WHERE id = ? AND (state = 'receiving'
                            OR state = 'assembling' AND ?
                            OR state = 'complete' AND kind = 'partial' AND NOT EXISTS (
                                SELECT 1 FROM upload_partials p JOIN uploads f ON f.id = p.upload_id
                                WHERE p.partial_id = u.id AND f.state = 'assembling'))
                        RETURNING
                        """ + UploadRows.COLUMNS, cause.word, now(), id, cause == Cause.LOST)
                .map(UploadRows::of);
        ended.filter(upload -> upload.kind() != Kind.PARTIAL && cause.isTold())
                .ifPresent(upload -> tell(transaction, upload, cause));
        return ended.isPresent();
    }

    /** An owner who ended one upload and began another for the same content has abandoned nothing. */
    private void tell(DbTransaction transaction, Upload ended, Cause cause) {
        Optional<UUID> contentId = contentId(transaction, ended);
        boolean goesOn = contentId
                .flatMap(content -> transaction.get("""
                        SELECT id FROM uploads WHERE content_id = ? AND owner = ? AND state <> 'ended' LIMIT 1
                        """, content, ended.owner()))
                .isPresent();
        if (!goesOn) {
            outbox.add(
                    transaction,
                    EventType.UPLOAD_ABANDONED,
                    new UploadAbandoned(
                            ended.id().toString(),
                            ended.owner(),
                            contentId.map(UUID::toString).orElse(null),
                            cause.told()));
        }
    }

    private Optional<UUID> contentId(DbTransaction transaction, Upload upload) {
        return upload.direct().isPresent()
                ? Optional.ofNullable(
                        directs.content(transaction, upload.direct().get()).contentId())
                : upload.metadata().contentId();
    }

    /**
     * Closes an address that waits, together with the upload under way there; a second time does nothing.
     *
     * @throws ProblemException 409 when all bytes are there, which will be said whatever is done here, or when the address
     *     has closed otherwise
     */
    void cancel(DirectUpload direct) {
        database.transact(transaction -> {
            // The upload before its address, as complete() locks them.
            boolean isTooLate = direct.upload()
                    .filter(upload -> !end(transaction, upload, Cause.TERMINATED))
                    .filter(upload -> isAssembling(transaction, upload))
                    .isPresent();
            if (isTooLate) {
                throw ProblemException.of(UploadError.UPLOAD_COMPLETE);
            }
            if (!directs.cancel(transaction, direct.id(), direct.owner())
                    && direct.status() != DirectUpload.Status.CANCELLED) {
                throw ProblemException.of(UploadError.DIRECT_CLOSED);
            }
        });
    }

    private static boolean isAssembling(DbTransaction transaction, UUID id) {
        return transaction
                .get("SELECT id FROM uploads WHERE id = ? AND state = 'assembling'", id)
                .isPresent();
    }

    /** Ends a complete upload whose bytes are not wanted; a second time does nothing. */
    void endComplete(DbTransaction transaction, UUID id, String owner, Cause cause) {
        transaction.update("""
                UPDATE uploads SET state = 'ended', cause = ?, fence = fence + 1, changed_at = ?
                WHERE id = ? AND owner = ? AND state = 'complete'
                """, cause.word, now(), id, owner);
    }

    /** Ends whatever the owner still sends for a content that is gone. */
    List<UUID> endForContent(DbTransaction transaction, UUID contentId, String owner) {
        List<UUID> ids = transaction
                .query(
                        "SELECT id FROM uploads WHERE content_id = ? AND owner = ? AND state = 'receiving' LIMIT 100",
                        contentId,
                        owner)
                .map(row -> row.column("id").get(UUID.class))
                .toList();
        return ids.stream().filter(id -> end(transaction, id, Cause.DELETED)).toList();
    }

    /** Ends what has not moved for too long; returns how many. */
    int expire() {
        List<UUID> due = new ArrayList<>(database.execute()
                .query("""
                        SELECT id FROM uploads WHERE expires_at <= ? AND kind <> 'final'
                            AND (state = 'receiving' OR state = 'complete' AND kind = 'partial')
                        ORDER BY expires_at LIMIT ?
                        """, now(), BATCH)
                .map(row -> row.column("id").get(UUID.class))
                .toList());
        due.removeIf(id -> !end(id, Cause.EXPIRED));
        return due.size();
    }

    Optional<Remains> remains(UUID id) {
        return database.execute()
                .get("SELECT id, multipart_id FROM uploads WHERE id = ? AND state = 'ended' AND cleaned_at IS NULL", id)
                .map(EndingStore::remains);
    }

    List<Remains> listRemains() {
        return database.execute().query("""
                        SELECT id, multipart_id FROM uploads WHERE state = 'ended' AND cleaned_at IS NULL
                        ORDER BY changed_at LIMIT ?
                        """, BATCH).map(EndingStore::remains).toList();
    }

    void cleaned(UUID id) {
        database.transact(transaction -> {
            transaction.delete("DELETE FROM upload_parts WHERE upload_id = ?", id);
            transaction.update("UPDATE uploads SET cleaned_at = ? WHERE id = ?", now(), id);
        });
    }

    /** Forgets uploads that ended long ago; returns how many rows went. */
    long forget(Duration age) {
        Timestamp before = Timestamp.from(clock.instant().minus(age));
        return database.execute().delete("""
                        DELETE FROM uploads WHERE id IN (
                            SELECT id FROM uploads u WHERE state = 'ended' AND cleaned_at < ?
                                AND NOT EXISTS (SELECT 1 FROM upload_partials p WHERE p.partial_id = u.id)
                            LIMIT 1000)
                        """, before);
    }

    private static Remains remains(DbRow row) {
        return new Remains(row.column("id").get(UUID.class), new Columns(row).find("multipart_id", String.class));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
