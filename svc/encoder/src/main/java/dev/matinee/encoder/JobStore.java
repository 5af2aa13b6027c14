package dev.matinee.encoder;

import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.PosterOrdered;
import dev.matinee.events.SourceObject;
import dev.matinee.events.Uuid7;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.TraceContext;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs: how they begin, how they are read, how a deleted video ends them. */
final class JobStore {
    // DbClient 4.1.7 cannot read a null, so no column gives one.
    private static final String COLUMNS = """
            id, content_id, photo_id, submission_id, state, step, percent, rung, attempts, version, playable, cause_code, cause_detail,
            cause_retryable, created_at, updated_at,
            coalesce(finished_at, to_timestamp(0)) AS finished_at
            """;

    // From the beginning, whoever was at it. The version that can be watched is another matter.
    private static final String ANEW = """
            state = 'queued', step = 'waiting', percent = 0, rung = '', attempts = 0, fencing = jobs.fencing + 1,
            worker = '', lease_expires_at = NULL, not_before = now(), enqueued_at = now(), version = '', cut = '',
            cause_code = '', cause_detail = '', cause_retryable = false, cpu_ms = 0, updated_at = now(), finished_at = NULL
            """;

    private final Database database;
    private final Outbox outbox;
    private final JobHistoryStore history;

    JobStore(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        this.history = new JobHistoryStore(outbox);
    }

    /** What is to be made of which upload. */
    private record Submission(
            String contentId, String photoId, String id, String owner, SourceObject source, long posterMs) {}

    /**
     * Makes the job of a submission and puts it in the queue; nothing when there is one. One that failed and may succeed
     * another time begins anew: its owner asked for that.
     */
    void submit(DbTransaction transaction, VideoSubmitted film, Duration deadline) {
        submit(
                transaction,
                new Submission(film.contentId(), "", film.submissionId(), film.owner(), film.source(), 0),
                deadline);
    }

    /** The same for a photo. */
    void submit(DbTransaction transaction, PhotoSubmitted photo, Duration deadline) {
        submit(
                transaction,
                new Submission(
                        photo.contentId(), photo.photoId(), photo.submissionId(), photo.owner(), photo.source(), 0),
                deadline);
    }

    /** The same for a chosen poster, which takes the place of one that is not done. */
    void submit(DbTransaction transaction, PosterOrdered poster, Duration deadline, Duration lease) {
        boolean known = transaction
                .get("SELECT 1 FROM jobs WHERE submission_id = ?", poster.orderId())
                .isPresent();
        if (known) {
            return;
        }
        transaction.update("""
                UPDATE versions SET state = 'orphaned', delete_after = now() + make_interval(secs => ?)
                WHERE content_id = ? AND photo_id = ? AND state = 'writing'
                """, seconds(lease.multipliedBy(2)), poster.contentId(), JobLease.POSTER);
        transaction.update("""
                UPDATE jobs SET state = 'cancelled', fencing = fencing + 1, lease_expires_at = NULL,
                                updated_at = now(), finished_at = now()
                WHERE content_id = ? AND photo_id = ? AND state IN ('queued', 'leased')
                """, poster.contentId(), JobLease.POSTER);
        String key = "v/" + poster.contentId() + "/" + poster.version() + "/" + poster.rendition() + "/";
        submit(
                transaction,
                new Submission(
                        poster.contentId(),
                        JobLease.POSTER,
                        poster.orderId(),
                        poster.owner(),
                        new SourceObject("", key, 0, null, null, null),
                        poster.positionMs()),
                deadline);
    }

    private void submit(DbTransaction transaction, Submission submitted, Duration deadline) {
        UUID id = Uuid7.next();
        SourceObject source = submitted.source();
        Optional<UUID> made = transaction
                .get(
                        """
                        INSERT INTO jobs (id, content_id, photo_id, submission_id, owner, source_bucket, source_key,
                                          source_bytes, source_sha256, poster_ms, trace, deadline_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
                        ON CONFLICT (submission_id) DO UPDATE
                        SET trace = EXCLUDED.trace, deadline_at = EXCLUDED.deadline_at, playable = '',
                        """ + ANEW + """
                        WHERE jobs.state = 'failed' AND jobs.cause_retryable
                        RETURNING id
                        """,
                        id,
                        submitted.contentId(),
                        submitted.photoId(),
                        submitted.id(),
                        submitted.owner(),
                        source.bucket(),
                        source.key(),
                        source.sizeBytes(),
                        Objects.requireNonNullElse(source.sha256(), ""),
                        submitted.posterMs(),
                        TraceContext.current().orElse(""),
                        seconds(deadline))
                .map(row -> row.column("id").get(UUID.class));
        made.ifPresent(job -> enqueue(transaction, job, submitted.contentId(), JobHistoryStore.Kind.QUEUED));
    }

    private void enqueue(DbTransaction transaction, UUID job, String contentId, JobHistoryStore.Kind kind) {
        // Those of the job before; it is cut anew.
        transaction.delete("DELETE FROM pieces WHERE job_id = ?", job);
        JobHistoryStore.trim(transaction, job);
        history.add(transaction, job, kind);
        outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(job.toString(), contentId));
    }

    /** Puts a job back to its beginning and into the queue, whatever it was; its row is locked. */
    void beginAnew(DbTransaction transaction, Job job, Duration deadline) {
        transaction.update(
                "UPDATE jobs SET deadline_at = now() + make_interval(secs => ?), " + ANEW + " WHERE id = ?",
                seconds(deadline),
                job.id());
        enqueue(transaction, job.id(), job.contentId(), JobHistoryStore.Kind.RETRIED);
    }

    static Owned lock(DbTransaction transaction, UUID id) {
        return transaction
                .get("SELECT owner, " + COLUMNS + " FROM jobs WHERE id = ? FOR UPDATE", id)
                .map(JobStore::owned)
                .orElseThrow(() -> ProblemException.of(EncoderError.JOB_NOT_FOUND));
    }

    /**
     * Ends what is open for a video and gives up all its versions; a worker that is at it can no longer publish, and what
     * failed cannot begin anew.
     */
    void forget(DbTransaction transaction, String contentId, Duration lease) {
        // The jobs before their pieces, as everybody else locks them.
        transaction.update("""
                UPDATE jobs SET state = 'cancelled', fencing = fencing + 1, lease_expires_at = NULL,
                                updated_at = now(), finished_at = coalesce(finished_at, now())
                WHERE content_id = ? AND state IN ('queued', 'leased', 'failed')
                """, contentId);
        transaction.update("""
                UPDATE pieces SET state = 'cancelled'
                WHERE state IN ('blocked', 'queued', 'leased') AND job_id IN (SELECT id FROM jobs WHERE content_id = ?)
                """, contentId);
        // A worker that has not noticed yet may write until its lease is over, so the sweep waits that long.
        transaction.update("""
                UPDATE versions
                SET state = 'orphaned',
                    delete_after = now() + make_interval(secs => CASE WHEN state = 'writing' THEN ? ELSE 0 END)
                WHERE content_id = ? AND state <> 'orphaned'
                """, seconds(lease.multipliedBy(2)), contentId);
    }

    /** The same for one photo of an album. */
    void forgetPhoto(DbTransaction transaction, String contentId, String photoId, Duration lease) {
        transaction.update("""
                UPDATE jobs SET state = 'cancelled', fencing = fencing + 1, lease_expires_at = NULL,
                                updated_at = now(), finished_at = coalesce(finished_at, now())
                WHERE content_id = ? AND photo_id = ? AND state IN ('queued', 'leased', 'failed')
                """, contentId, photoId);
        transaction.update("""
                UPDATE versions
                SET state = 'orphaned',
                    delete_after = now() + make_interval(secs => CASE WHEN state = 'writing' THEN ? ELSE 0 END)
                WHERE content_id = ? AND photo_id = ? AND state <> 'orphaned'
                """, seconds(lease.multipliedBy(2)), contentId, photoId);
    }

    /** Stops whoever is at a piece of the job. */
    static void cancelPieces(DbTransaction transaction, UUID jobId) {
        transaction.update(
                "UPDATE pieces SET state = 'cancelled' WHERE job_id = ? AND state IN ('blocked', 'queued', 'leased')",
                jobId);
    }

    /** A job with its owner's {@code sub}, who may see it. */
    record Owned(String owner, Job job) {
        boolean is(Job.State state) {
            return job.state().equals(state.column());
        }

        boolean failedFor(MediaProblem problem) {
            Job.Cause cause = job.cause();
            return is(Job.State.FAILED) && cause != null && cause.code().equals(problem.code());
        }
    }

    private static Owned owned(DbRow row) {
        return new Owned(row.column("owner").get(String.class), job(row));
    }

    /** Oldest first. */
    List<JobHistoryStore.Change> history(UUID id) {
        return JobHistoryStore.of(database, id);
    }

    Optional<Owned> findJob(UUID id) {
        return database.execute()
                .get("SELECT owner, " + COLUMNS + " FROM jobs WHERE id = ?", id)
                .map(JobStore::owned);
    }

    /**
     * Which jobs.
     *
     * @param owner whose; empty for everybody's
     * @param contentId of which video or album; empty for any
     * @param state in which state; empty for any
     */
    record Wanted(String owner, String contentId, String state) {}

    /**
     * Newest first.
     *
     * @param before the id to go on behind; empty for the first page
     */
    List<Job> listJobs(Wanted wanted, Optional<UUID> before, int limit) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT " + COLUMNS + """
                         FROM jobs
                        WHERE (? = '' OR owner = ?) AND (? = '' OR content_id = ?) AND (? = '' OR state = ?) AND id < ?
                        ORDER BY id DESC LIMIT ?
                        """,
                        wanted.owner(),
                        wanted.owner(),
                        wanted.contentId(),
                        wanted.contentId(),
                        wanted.state(),
                        wanted.state(),
                        before.orElse(new UUID(-1, -1)),
                        limit)) {
            return rows.map(JobStore::job).toList();
        }
    }

    boolean reachable() {
        return database.reachable();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Job job(DbRow row) {
        String code = row.column("cause_code").get(String.class);
        boolean ready = row.column("state").get(String.class).equals(Job.State.READY.column());
        return new Job(
                row.column("id").get(UUID.class),
                row.column("content_id").get(String.class),
                present(row.column("photo_id").get(String.class)),
                row.column("submission_id").get(String.class),
                row.column("state").get(String.class),
                row.column("step").get(String.class),
                row.column("percent").get(Integer.class),
                present(row.column("rung").get(String.class)),
                row.column("attempts").get(Integer.class),
                // What an attempt is still writing is nobody's to link to.
                present(row.column(ready ? "version" : "playable").get(String.class)),
                code.isEmpty()
                        ? null
                        : new Job.Cause(
                                code,
                                row.column("cause_detail").get(String.class),
                                row.column("cause_retryable").get(Boolean.class)),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                instant(row, "finished_at").equals(Instant.EPOCH) ? null : instant(row, "finished_at"),
                null);
    }

    private static @Nullable String present(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Instant instant(DbRow row, String column) {
        return row.column(column).get(Timestamp.class).toInstant();
    }
}
