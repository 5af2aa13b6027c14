package dev.matinee.encoder;

import dev.matinee.events.EventType;
import dev.matinee.events.JobChanged;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened to jobs. Each change is kept with its job and told, both in the transaction that makes it. */
final class JobHistoryStore {
    /** Of one job; older ones are forgotten, since who asks for it again and again must not fill the table. */
    static final int MOST = 200;

    private final Outbox outbox;

    JobHistoryStore(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The same words as in {@link JobChanged}. */
    enum Kind {
        QUEUED,
        RETRIED,
        STARTED,
        CUT,
        WAITS,
        RELEASED,
        LOST,
        FAILED;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isQueued() {
            return this == QUEUED || this == RETRIED;
        }
    }

    /** One change, as it is shown. */
    record Change(
            Instant at,
            String change,
            int attempt,
            @Nullable String piece,
            @Nullable String worker,
            @Nullable Long place,
            @Nullable String code,
            @Nullable String detail) {}

    void add(DbTransaction transaction, UUID job, Kind kind) {
        add(transaction, job, kind, null);
    }

    /** @param why the cause of a try's end */
    void add(DbTransaction transaction, UUID job, Kind kind, @Nullable MediaProblem why) {
        transaction
                .get("SELECT attempts, worker FROM jobs WHERE id = ?", job)
                .ifPresent(row -> add(
                        transaction,
                        job,
                        kind,
                        new Try(
                                row.column("attempts").get(Integer.class),
                                "",
                                kind.isQueued() ? "" : row.column("worker").get(String.class)),
                        why));
    }

    /**
     * Whose try it was.
     *
     * @param piece such as {@code low 3}; empty for the whole job
     * @param worker empty for nobody
     */
    record Try(int attempt, String piece, String worker) {}

    void add(DbTransaction transaction, UUID job, Kind kind, Try of, @Nullable MediaProblem why) {
        long place = kind.isQueued() ? place(transaction, job) : 0;
        String code = why == null ? "" : why.code();
        String detail = why == null ? "" : why.sentence();
        transaction.insert("""
                INSERT INTO job_changes (job_id, change, attempt, piece, worker, place, code, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, job, kind.column(), of.attempt(), of.piece(), of.worker(), place, code, detail);
        transaction
                .get("SELECT content_id, photo_id, submission_id, trace FROM jobs WHERE id = ?", job)
                .ifPresent(row -> outbox.add(
                        transaction,
                        EventType.JOB_CHANGED,
                        new JobChanged(
                                row.column("content_id").get(String.class),
                                present(row.column("photo_id").get(String.class)),
                                row.column("submission_id").get(String.class),
                                job.toString(),
                                kind.column(),
                                of.attempt(),
                                present(of.piece()),
                                present(of.worker()),
                                place == 0 ? null : place,
                                present(code),
                                present(detail)),
                        row.column("trace").get(String.class)));
    }

    /** Those of before are let go when they are too many. */
    static void trim(DbTransaction transaction, UUID job) {
        transaction.delete("""
                DELETE FROM job_changes WHERE job_id = ? AND id <= (
                    SELECT id FROM job_changes WHERE job_id = ? ORDER BY id DESC OFFSET ? LIMIT 1)
                """, job, job, MOST);
    }

    /** Oldest first, the last {@link #MOST} of them. */
    static List<Change> of(Database database, UUID job) {
        try (Stream<DbRow> rows = database.execute().query("""
                        SELECT at, change, attempt, piece, worker, place, code, detail FROM (
                            SELECT * FROM job_changes WHERE job_id = ? ORDER BY id DESC LIMIT ?) AS last
                        ORDER BY id
                        """, job, MOST)) {
            return rows.map(JobHistoryStore::change).toList();
        }
    }

    // Pieces go before whole jobs, and jobs by the time they wait: all that waits already is before this one.
    private static long place(DbTransaction transaction, UUID job) {
        return transaction.get("""
                        SELECT 1 + (SELECT count(*) FROM jobs WHERE state = 'queued' AND not_before <= now() AND id <> ?)
                                 + (SELECT count(*) FROM pieces p JOIN jobs j ON j.id = p.job_id
                                    WHERE p.state = 'queued' AND j.state = 'leased') AS place
                        """, job).orElseThrow().column("place").get(Long.class);
    }

    private static Change change(DbRow row) {
        long place = row.column("place").get(Long.class);
        return new Change(
                row.column("at").get(Timestamp.class).toInstant(),
                row.column("change").get(String.class),
                row.column("attempt").get(Integer.class),
                present(row.column("piece").get(String.class)),
                present(row.column("worker").get(String.class)),
                place == 0 ? null : place,
                present(row.column("code").get(String.class)),
                present(row.column("detail").get(String.class)));
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }
}
