package dev.matinee.encoder;

import dev.matinee.encoder.JoinedMedia.Done;
import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The pieces of jobs that were cut. Each is leased like a job; what finishes a stage is decided under the row lock of
 * the job, so one transaction alone sees the last of it.
 */
final class PieceStore {
    private static final String HELD = " WHERE id = ? AND fencing = ? AND state = 'leased'";
    // What the whole costs of each kind, so that the percentage grows evenly; the side decodes everything once.
    private static final String WEIGHT =
            "CASE kind WHEN 'side' THEN chunks WHEN 'low' THEN 2 WHEN 'rest' THEN 8 ELSE 0 END";
    private static final String WATCHABLE = "('side', 'low')";
    private static final String ALL = "('side', 'low', 'rest')";

    private final Database database;
    private final Outbox outbox;
    private final LeaseStore leases;
    private final EncoderConfig.Timing timing;
    private final JobHistoryStore history;

    PieceStore(Database database, Outbox outbox, LeaseStore leases, EncoderConfig.Timing timing) {
        this.database = database;
        this.outbox = outbox;
        this.leases = leases;
        this.timing = timing;
        this.history = new JobHistoryStore(outbox);
    }

    /** Makes pieces of a job, which from then on has no holder; false when it was no longer the worker's own. */
    boolean cut(JobLease lease, CutFilm film) {
        int chunks = film.chunks().size();
        boolean larger = EncodePlan.of(film.source()).renditions().size() > 1;
        return database.transaction(transaction -> {
            long cut = transaction.update("""
                    UPDATE jobs SET cut = ?, worker = '', lease_expires_at = NULL, fencing = fencing + 1,
                                    step = 'encoding', updated_at = now()
                    WHERE id = ? AND fencing = ? AND state = 'leased'
                    """, StoredJson.write(film), lease.jobId(), lease.fencing());
            if (cut == 0) {
                return isCut(transaction, lease.jobId());
            }
            history.add(transaction, lease.jobId(), JobHistoryStore.Kind.CUT);
            insert(transaction, lease, PieceKind.SIDE, 1, chunks, "queued");
            insert(transaction, lease, PieceKind.LOW, chunks, chunks, "queued");
            if (larger) {
                insert(transaction, lease, PieceKind.REST, chunks, chunks, "queued");
            }
            // What could be watched before a person had it made again stays until all is made.
            if (larger && lease.playable().isEmpty()) {
                insert(transaction, lease, PieceKind.FIRST, 1, chunks, "blocked");
            }
            insert(transaction, lease, PieceKind.JOIN, 1, chunks, "blocked");
            return true;
        });
    }

    private static boolean isCut(DbTransaction transaction, UUID job) {
        return transaction
                .get("SELECT 1 FROM pieces WHERE job_id = ? LIMIT 1", job)
                .isPresent();
    }

    private void insert(
            DbTransaction transaction, JobLease lease, PieceKind kind, int count, int chunks, String state) {
        for (int number = 0; number < count; number++) {
            UUID id = Uuid7.next();
            transaction.insert(
                    "INSERT INTO pieces (id, job_id, kind, number, chunks, state) VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    lease.jobId(),
                    kind.column(),
                    number,
                    chunks,
                    state);
            if (state.equals("queued")) {
                enqueue(transaction, lease.jobId(), lease.contentId(), id);
            }
        }
    }

    void enqueue(DbTransaction transaction, UUID job, String contentId, UUID piece) {
        outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(job.toString(), contentId, piece.toString()));
    }

    /** Takes the piece when nobody has it, its time has come and its job goes on. */
    Optional<PieceLease> take(UUID pieceId, String worker) {
        return database.transaction(transaction -> {
            Optional<PieceLease> lease = transaction
                    .get("""
                            UPDATE pieces p
                            SET state = 'leased', fencing = p.fencing + 1, attempts = p.attempts + 1, worker = ?,
                                percent = 0, lease_expires_at = now() + make_interval(secs => ?)
                            FROM jobs j
                            WHERE p.id = ? AND p.state = 'queued' AND p.not_before <= now() AND j.id = p.job_id
                              AND j.state = 'leased' AND j.deadline_at > now()
                            RETURNING p.id AS piece, p.kind, p.number, p.fencing AS piece_fencing,
                                      p.attempts AS piece_attempts, p.worker, j.cut, j.id, j.fencing, j.attempts,
                                      j.version, j.content_id, j.submission_id, j.source_bucket, j.source_key,
                                      j.source_bytes, j.source_sha256, j.playable, j.photo_id, j.trace, j.poster_ms
                            """, worker, JobStore.seconds(timing.lease()), pieceId)
                    .map(PieceStore::lease);
            // Where no other try writes; noted before its first file.
            lease.filter(taken -> taken.kind().makes())
                    .ifPresent(taken -> transaction.insert(
                            "INSERT INTO versions (version, content_id, job_id) VALUES (?, ?, ?)",
                            taken.version(),
                            taken.job().contentId(),
                            taken.job().jobId()));
            return lease;
        });
    }

    /**
     * Takes the piece of that one's job that matters most. Tasks come in any order; there is one for each piece, so each
     * lets one begin.
     */
    Optional<PieceLease> takeFor(UUID task, String worker) {
        return takeBest(worker, "AND p.job_id = (SELECT job_id FROM pieces WHERE id = ?)", task);
    }

    /** Takes the piece that matters most of all, for a worker whose own part of the queue is empty. */
    Optional<PieceLease> takeAny(String worker) {
        return takeBest(worker, "");
    }

    // Another worker may be faster; then the next one is tried.
    private Optional<PieceLease> takeBest(String worker, String which, Object... parameters) {
        String select = """
                SELECT p.id FROM pieces p JOIN jobs j ON j.id = p.job_id
                WHERE p.state = 'queued' AND p.not_before <= now() AND j.state = 'leased' AND j.deadline_at > now()
                """ + which + " ORDER BY p.kind = 'rest', p.kind = 'low', p.id LIMIT 1";
        while (true) {
            Optional<UUID> best = database.execute()
                    .get(select, parameters)
                    .map(row -> row.column("id").get(UUID.class));
            if (best.isEmpty()) {
                return Optional.empty();
            }
            Optional<PieceLease> lease = take(best.get(), worker);
            if (lease.isPresent()) {
                return lease;
            }
        }
    }

    boolean heartbeat(PieceLease lease) {
        return database.execute()
                        .update(
                                "UPDATE pieces SET lease_expires_at = now() + make_interval(secs => ?)" + HELD,
                                JobStore.seconds(timing.lease()),
                                lease.id(),
                                lease.fencing())
                == 1;
    }

    /** Tells how far the piece is, and with it the job, about once a second for all its pieces together. */
    void progress(PieceLease lease, int percent, String rungs) {
        database.transact(transaction -> {
            transaction.update("UPDATE pieces SET percent = ?" + HELD, percent, lease.id(), lease.fencing());
            transaction
                    .get(
                            """
                            UPDATE jobs SET step = 'encoding', rung = ?, updated_at = now(), percent = greatest(percent,
                                (SELECT 5 + 85 * sum(percent * %1$s) / (100 * sum(%1$s)) FROM pieces WHERE job_id = ?))
                            WHERE id = ? AND state = 'leased' AND updated_at < now() - interval '1 second'
                            RETURNING percent
                            """.formatted(WEIGHT),
                            rungs,
                            lease.job().jobId(),
                            lease.job().jobId())
                    .ifPresent(row -> outbox.add(
                            transaction,
                            EventType.MEDIA_PROGRESS,
                            new MediaProgress(
                                    lease.job().contentId(),
                                    lease.job().submissionId(),
                                    lease.job().jobId().toString(),
                                    "encoding",
                                    row.column("percent").get(Integer.class),
                                    rungs.isEmpty() ? null : rungs)));
        });
    }

    /**
     * Keeps what a piece made.
     *
     * @return the pieces that could begin because of it, empty when there are none; nothing when it was no longer held
     */
    Optional<List<UUID>> done(PieceLease lease, PieceMedia made) {
        return database.transaction(transaction -> {
            if (!lock(transaction, lease) || !end(transaction, lease, StoredJson.write(made))) {
                return Optional.empty();
            }
            List<UUID> next = Stream.concat(
                            unblock(transaction, lease, PieceKind.FIRST, WATCHABLE),
                            unblock(transaction, lease, PieceKind.JOIN, ALL))
                    .toList();
            next.forEach(
                    id -> enqueue(transaction, lease.job().jobId(), lease.job().contentId(), id));
            return Optional.of(next);
        });
    }

    private static Stream<UUID> unblock(DbTransaction transaction, PieceLease lease, PieceKind kind, String stage) {
        return transaction
                .get(
                        "UPDATE pieces SET state = 'queued', enqueued_at = now() WHERE job_id = ? AND kind = ?"
                                + " AND state = 'blocked' AND NOT EXISTS (SELECT 1 FROM pieces other"
                                + " WHERE other.job_id = ? AND other.kind IN " + stage + " AND other.state <> 'done')"
                                + " RETURNING id",
                        lease.job().jobId(),
                        kind.column(),
                        lease.job().jobId())
                .map(row -> row.column("id").get(UUID.class))
                .stream();
    }

    /** What the given kinds have made so far. */
    List<Done> made(UUID job) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT kind, number, fencing, made FROM pieces WHERE job_id = ? AND state = 'done' AND kind IN "
                                + ALL,
                        job)) {
            return rows.map(row -> {
                        PieceKind kind = PieceKind.ofColumn(row.column("kind").get(String.class));
                        int number = row.column("number").get(Integer.class);
                        return new Done(
                                kind,
                                number,
                                PieceLease.folder(
                                        kind, number, row.column("fencing").get(Long.class)),
                                StoredJson.read(row.column("made").get(String.class), PieceMedia.class));
                    })
                    .toList();
        }
    }

    /** Writes down a version of a piece's before its first file; false when the piece is no longer the worker's own. */
    boolean begin(PieceLease lease, String version) {
        return database.execute()
                        .insert(
                                "INSERT INTO versions (version, content_id, job_id) SELECT ?, ?, job_id FROM pieces"
                                        + HELD + " ON CONFLICT (version) DO UPDATE SET version = EXCLUDED.version",
                                version,
                                lease.job().contentId(),
                                lease.id(),
                                lease.fencing())
                == 1;
    }

    /** Adds to what the job took of processors. */
    void spent(PieceLease lease, Duration cpu) {
        leases.spent(lease.job().jobId(), cpu);
    }

    /** Lets the lowest rung be watched; false when it is no longer the worker's to say. */
    boolean publishLowest(PieceLease lease, String version, EncodedMedia media) {
        return database.transaction(transaction -> {
            if (!lock(transaction, lease) || !end(transaction, lease, "")) {
                return false;
            }
            keepTries(transaction, lease, WATCHABLE);
            leases.publishLowest(transaction, lease.job(), version, media);
            // Its segments are linked to from now on, whatever becomes of the rest.
            transaction.update(
                    "UPDATE versions SET state = 'published' WHERE version = ?",
                    lease.job().version());
            return true;
        });
    }

    /** Makes the version the video's; false when it is no longer the worker's to say. */
    boolean publish(PieceLease lease, EncodedMedia media) {
        return database.transaction(transaction -> {
            if (!lock(transaction, lease)) {
                return leases.alreadyPublished(transaction, lease.job());
            }
            if (!end(transaction, lease, "")) {
                return false;
            }
            keepTries(transaction, lease, ALL);
            return leases.publish(transaction, lease.job(), media);
        });
    }

    // From here on they go with the version they are in.
    private static void keepTries(DbTransaction transaction, PieceLease lease, String stage) {
        transaction.delete(
                "DELETE FROM versions WHERE job_id = ? AND version IN (SELECT ? || '/' || kind || number || '-' || fencing"
                        + " FROM pieces WHERE job_id = ? AND state = 'done' AND kind IN " + stage + ")",
                lease.job().jobId(),
                lease.job().version(),
                lease.job().jobId());
    }

    /** Ends this try: the piece waits for another, or the job has failed. */
    void failed(PieceLease lease, MediaProblem problem) {
        database.transact(transaction -> {
            if (!lock(transaction, lease)) {
                return;
            }
            boolean again = problem.retryable() && !lease.lastTry();
            long ended = again
                    ? transaction.update(
                            """
                            UPDATE pieces SET state = 'queued', percent = 0, lease_expires_at = NULL,
                                              enqueued_at = 'epoch', not_before = now() + make_interval(secs => ?)
                            """ + HELD,
                            JobStore.seconds(timing.retry().multipliedBy(1L << (2 * (lease.attempt() - 1)))),
                            lease.id(),
                            lease.fencing())
                    : transaction.update("UPDATE pieces SET state = 'cancelled'" + HELD, lease.id(), lease.fencing());
            if (ended == 0) {
                return;
            }
            JobHistoryStore.Kind kind = again ? JobHistoryStore.Kind.WAITS : JobHistoryStore.Kind.FAILED;
            history.add(transaction, lease.job().jobId(), kind, lease.tried(), problem);
            if (again) {
                leases.orphan(transaction, lease.version());
            } else {
                leases.fail(transaction, lease.job().jobId(), lease.job().fencing(), problem);
                leases.orphanAll(transaction, lease.job().jobId());
            }
        });
    }

    /** Gives the piece back untried, for another worker to take at once. */
    void release(PieceLease lease) {
        database.transact(transaction -> {
            long released = transaction.update("""
                    UPDATE pieces SET state = 'queued', percent = 0, attempts = attempts - 1, lease_expires_at = NULL,
                                      not_before = now(), enqueued_at = now()
                    """ + HELD, lease.id(), lease.fencing());
            if (released == 1) {
                enqueue(transaction, lease.job().jobId(), lease.job().contentId(), lease.id());
                leases.orphan(transaction, lease.version());
            }
        });
    }

    // Everything that looks at several pieces of a job waits for one another here.
    private static boolean lock(DbTransaction transaction, PieceLease lease) {
        return transaction
                .get(
                        "SELECT 1 FROM jobs WHERE id = ? AND fencing = ? AND state = 'leased' FOR UPDATE",
                        lease.job().jobId(),
                        lease.job().fencing())
                .isPresent();
    }

    private static boolean end(DbTransaction transaction, PieceLease lease, String made) {
        return transaction.update(
                        "UPDATE pieces SET state = 'done', percent = 100, lease_expires_at = NULL, made = ?" + HELD,
                        made,
                        lease.id(),
                        lease.fencing())
                == 1;
    }

    private static PieceLease lease(DbRow row) {
        return new PieceLease(
                row.column("piece").get(UUID.class),
                PieceKind.ofColumn(row.column("kind").get(String.class)),
                row.column("number").get(Integer.class),
                row.column("piece_fencing").get(Long.class),
                row.column("piece_attempts").get(Integer.class),
                row.column("worker").get(String.class),
                LeaseStore.lease(row),
                StoredJson.read(row.column("cut").get(String.class), CutFilm.class));
    }
}
