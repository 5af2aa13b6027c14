package dev.matinee.encoder;

import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What nobody else would ever come back to. Several processes may sweep at once: each row is taken by one of them. */
final class SweepStore {
    private static final int BATCH = 100;
    // A task that is only waiting behind others is not put in the queue a second time before this.
    private static final Duration ENQUEUE_AGAIN = Duration.ofMinutes(10);
    private static final Duration DELETE_AGAIN = Duration.ofMinutes(5);

    private final Database database;
    private final Outbox outbox;
    private final LeaseStore leases;
    private final JobHistoryStore history;

    SweepStore(Database database, Outbox outbox, LeaseStore leases) {
        this.database = database;
        this.outbox = outbox;
        this.leases = leases;
        this.history = new JobHistoryStore(outbox);
    }

    /** Takes jobs away from workers that fell silent; returns how many. */
    int expireLeases() {
        return database.transaction(transaction -> {
            List<Swept> silent = swept(transaction, """
                    SELECT id, content_id, fencing, attempts FROM jobs
                    WHERE state = 'leased' AND lease_expires_at < now()
                    ORDER BY lease_expires_at LIMIT ? FOR UPDATE SKIP LOCKED
                    """);
            for (Swept job : silent) {
                history.add(transaction, job.id(), JobHistoryStore.Kind.LOST);
                if (job.attempts() >= JobLease.TRIES) {
                    leases.fail(transaction, job.id(), job.fencing(), MediaProblem.ENCODER_FAILED);
                } else {
                    transaction.update("""
                            UPDATE jobs SET state = 'queued', step = 'waiting', percent = 0, rung = '',
                                            fencing = fencing + 1, lease_expires_at = NULL, not_before = now(),
                                            enqueued_at = now(), updated_at = now()
                            WHERE id = ?
                            """, job.id());
                    enqueue(transaction, job);
                }
                leases.orphanAll(transaction, job.id());
            }
            return silent.size();
        });
    }

    /** Fails what has passed its deadline in whatever state; returns how many. */
    int enforceDeadlines() {
        return database.transaction(transaction -> {
            List<Swept> late = swept(transaction, """
                    SELECT id, content_id, fencing, attempts FROM jobs
                    WHERE state IN ('queued', 'leased') AND deadline_at < now()
                    ORDER BY deadline_at LIMIT ? FOR UPDATE SKIP LOCKED
                    """);
            for (Swept job : late) {
                leases.fail(transaction, job.id(), job.fencing(), MediaProblem.DEADLINE);
                leases.orphanAll(transaction, job.id());
            }
            return late.size();
        });
    }

    /** Puts jobs back in the queue whose pause is over, or whose task went astray; returns how many. */
    int enqueueDue() {
        return database.transaction(transaction -> {
            List<Swept> due = swept(
                    transaction,
                    "SELECT id, content_id, fencing, attempts FROM jobs WHERE state = 'queued' AND not_before <= now()"
                            + " AND enqueued_at < now() - interval '" + ENQUEUE_AGAIN.toSeconds() + " seconds'"
                            + " ORDER BY not_before LIMIT ? FOR UPDATE SKIP LOCKED");
            for (Swept job : due) {
                transaction.update("UPDATE jobs SET enqueued_at = now() WHERE id = ?", job.id());
                enqueue(transaction, job);
            }
            return due.size();
        });
    }

    /** A version to delete from S3. */
    record Orphan(String contentId, String version) {
        String prefix() {
            return "v/" + contentId + "/" + version + "/";
        }
    }

    /** Versions whose time has come; each comes back later if it is not {@link #deleted} by then. */
    List<Orphan> takeOrphans() {
        return database.transaction(transaction -> {
            try (Stream<DbRow> rows = transaction.query("""
                    UPDATE versions SET delete_after = now() + make_interval(secs => ?)
                    WHERE version IN (
                        SELECT version FROM versions WHERE state = 'orphaned' AND delete_after < now()
                        ORDER BY delete_after LIMIT 10 FOR UPDATE SKIP LOCKED)
                    RETURNING content_id, version
                    """, JobStore.seconds(DELETE_AGAIN))) {
                return rows.map(row -> new Orphan(
                                row.column("content_id").get(String.class),
                                row.column("version").get(String.class)))
                        .toList();
            }
        });
    }

    void deleted(Orphan orphan) {
        database.execute().delete("DELETE FROM versions WHERE version = ? AND state = 'orphaned'", orphan.version());
    }

    /** Takes pieces away from workers that fell silent; returns how many. */
    int expirePieces() {
        return database.transaction(transaction -> {
            List<SweptPiece> silent = pieces(transaction, """
                    WHERE p.state = 'leased' AND p.lease_expires_at < now()
                    ORDER BY p.lease_expires_at
                    """);
            for (SweptPiece piece : silent) {
                history.add(transaction, piece.job(), JobHistoryStore.Kind.LOST, piece.lost(), null);
                if (piece.attempts() >= JobLease.TRIES) {
                    leases.fail(transaction, piece.job(), piece.jobFencing(), MediaProblem.ENCODER_FAILED);
                    leases.orphanAll(transaction, piece.job());
                } else {
                    // Not what the failure of another piece of its job has just cancelled.
                    long queued = transaction.update("""
                            UPDATE pieces SET state = 'queued', percent = 0, fencing = fencing + 1,
                                              lease_expires_at = NULL, not_before = now(), enqueued_at = now()
                            WHERE id = ? AND state = 'leased'
                            """, piece.id());
                    if (queued == 1) {
                        leases.orphan(transaction, piece.version());
                        enqueue(transaction, piece);
                    }
                }
            }
            return silent.size();
        });
    }

    /** Puts pieces back in the queue whose pause is over, or whose task went astray; returns how many. */
    int enqueueDuePieces() {
        return database.transaction(transaction -> {
            List<SweptPiece> due = pieces(
                    transaction,
                    "WHERE p.state = 'queued' AND j.state = 'leased' AND p.not_before <= now() AND p.enqueued_at < now() - interval '"
                            + ENQUEUE_AGAIN.toSeconds() + " seconds' ORDER BY p.not_before");
            for (SweptPiece piece : due) {
                transaction.update("UPDATE pieces SET enqueued_at = now() WHERE id = ?", piece.id());
                enqueue(transaction, piece);
            }
            return due.size();
        });
    }

    /** Forgets what ended long ago; what has media keeps its job, which says whose they are. */
    int prune(Duration retention) {
        return database.transaction(transaction -> {
            double seconds = JobStore.seconds(retention);
            long pieces = transaction.delete("""
                    DELETE FROM pieces WHERE job_id IN (
                        SELECT j.id FROM jobs j WHERE j.finished_at < now() - make_interval(secs => ?)
                          AND EXISTS (SELECT 1 FROM pieces p WHERE p.job_id = j.id) LIMIT ?)
                    """, seconds, BATCH);
            long jobs = transaction.delete("""
                    DELETE FROM jobs WHERE id IN (
                        SELECT j.id FROM jobs j WHERE j.finished_at < now() - make_interval(secs => ?)
                          AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.job_id = j.id) LIMIT ?)
                    """, seconds, BATCH);
            return (int) (pieces + jobs);
        });
    }

    private record SweptPiece(
            UUID id, UUID job, long jobFencing, String contentId, String version, JobHistoryStore.Try lost) {
        int attempts() {
            return lost.attempt();
        }
    }

    // The job's row first, as everybody does who changes several of its pieces.
    private static List<SweptPiece> pieces(DbTransaction transaction, String where) {
        try (Stream<DbRow> rows = transaction.query(
                "SELECT p.id AS piece, p.attempts AS tries, p.kind, p.number, p.fencing AS token, p.worker,"
                        + " j.id, j.fencing, j.content_id, j.version FROM pieces p JOIN jobs j ON j.id = p.job_id "
                        + where
                        + " LIMIT ? FOR UPDATE OF j, p SKIP LOCKED",
                BATCH)) {
            return rows.map(row -> {
                        PieceKind kind = PieceKind.ofColumn(row.column("kind").get(String.class));
                        int number = row.column("number").get(Integer.class);
                        long token = row.column("token").get(Long.class);
                        return new SweptPiece(
                                row.column("piece").get(UUID.class),
                                row.column("id").get(UUID.class),
                                row.column("fencing").get(Long.class),
                                row.column("content_id").get(String.class),
                                row.column("version").get(String.class) + "/" + PieceLease.folder(kind, number, token),
                                new JobHistoryStore.Try(
                                        row.column("tries").get(Integer.class),
                                        kind.column() + " " + number,
                                        row.column("worker").get(String.class)));
                    })
                    .toList();
        }
    }

    private void enqueue(DbTransaction transaction, SweptPiece piece) {
        outbox.add(
                transaction,
                EventType.ENCODE_TASK,
                new EncodeTask(
                        piece.job().toString(), piece.contentId(), piece.id().toString()));
    }

    /**
     * What waits for a worker.
     *
     * @param length jobs and pieces of jobs
     * @param age how long the first of them could have been begun
     */
    record Queue(long length, Duration age) {}

    Queue queue() {
        return database.execute()
                .get("""
                        SELECT count(*) AS waiting,
                               coalesce(extract(epoch FROM now() - min(since)) * 1000, 0)::bigint AS age_ms
                        FROM (SELECT not_before AS since FROM jobs WHERE state = 'queued'
                              UNION ALL
                              SELECT p.not_before FROM pieces p JOIN jobs j ON j.id = p.job_id
                              WHERE p.state = 'queued' AND j.state = 'leased') AS queue
                        """)
                .map(row -> new Queue(
                        row.column("waiting").get(Long.class),
                        Duration.ofMillis(Math.max(0, row.column("age_ms").get(Long.class)))))
                .orElseThrow();
    }

    private record Swept(UUID id, String contentId, int attempts, long fencing) {}

    private static List<Swept> swept(DbTransaction transaction, String select) {
        try (Stream<DbRow> rows = transaction.query(select, BATCH)) {
            return rows.map(row -> new Swept(
                            row.column("id").get(UUID.class),
                            row.column("content_id").get(String.class),
                            row.column("attempts").get(Integer.class),
                            row.column("fencing").get(Long.class)))
                    .toList();
        }
    }

    private void enqueue(DbTransaction transaction, Swept job) {
        outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(job.id().toString(), job.contentId()));
    }
}
