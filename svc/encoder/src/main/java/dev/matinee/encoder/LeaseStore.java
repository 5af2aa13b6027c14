package dev.matinee.encoder;

import dev.matinee.encoder.MasterPlaylist.Track;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.PhotoReady;
import dev.matinee.events.PosterReady;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What a worker does to its job. Every statement carries the fencing token, so a worker that lost its lease does nothing. */
final class LeaseStore {
    private static final String HELD = " WHERE id = ? AND fencing = ? AND state = 'leased'";
    private static final String AGE = "(extract(epoch FROM clock_timestamp() - created_at) * 1000)::bigint AS age_ms";

    private final Database database;
    private final Outbox outbox;
    private final EncoderConfig.Timing timing;
    private final EncoderMetrics metrics;
    private final JobHistoryStore history;

    LeaseStore(Database database, Outbox outbox, EncoderConfig.Timing timing, EncoderMetrics metrics) {
        this.database = database;
        this.outbox = outbox;
        this.timing = timing;
        this.metrics = metrics;
        this.history = new JobHistoryStore(outbox);
    }

    private static Duration age(DbRow row) {
        return Duration.ofMillis(row.column("age_ms").get(Long.class));
    }

    /** Takes the job when nobody has it and its time has come. */
    Optional<JobLease> take(UUID jobId, String worker) {
        String version = Uuid7.next().toString();
        return database.transaction(transaction -> {
            Optional<JobLease> lease = transaction
                    .get("""
                            UPDATE jobs
                            SET state = 'leased', fencing = fencing + 1, attempts = attempts + 1, worker = ?, version = ?,
                                lease_expires_at = now() + make_interval(secs => ?), step = 'downloading', percent = 0,
                                rung = '', updated_at = now()
                            WHERE id = ? AND state = 'queued' AND not_before <= now() AND deadline_at > now()
                            RETURNING id, fencing, attempts, version, content_id, submission_id, source_bucket,
                                      source_key, source_bytes, source_sha256, playable, photo_id, trace, poster_ms
                            """, worker, version, JobStore.seconds(timing.lease()), jobId)
                    .map(LeaseStore::lease);
            lease.ifPresent(taken -> {
                transaction.insert(
                        "INSERT INTO versions (version, content_id, job_id, photo_id) VALUES (?, ?, ?, ?)",
                        version,
                        taken.contentId(),
                        jobId,
                        taken.photoId());
                history.add(transaction, jobId, JobHistoryStore.Kind.STARTED);
            });
            return lease;
        });
    }

    /** Takes the job that waits longest, for a worker whose own part of the queue is empty. */
    Optional<JobLease> takeAny(String worker) {
        return database.execute().get("""
                        SELECT id FROM jobs WHERE state = 'queued' AND not_before <= now() AND deadline_at > now()
                        ORDER BY not_before LIMIT 1
                        """).flatMap(row -> take(row.column("id").get(UUID.class), worker));
    }

    /** Says that the worker lives; false when the job is no longer its own. */
    boolean heartbeat(JobLease lease) {
        return database.execute()
                        .update(
                                "UPDATE jobs SET lease_expires_at = now() + make_interval(secs => ?)" + HELD,
                                JobStore.seconds(timing.lease()),
                                lease.jobId(),
                                lease.fencing())
                == 1;
    }

    /** Tells how far the job is; false when it is no longer the worker's own. */
    boolean progress(JobLease lease, String step, int percent, String rung) {
        return database.transaction(transaction -> {
            long told = transaction.update(
                    "UPDATE jobs SET step = ?, percent = ?, rung = ?, updated_at = now()" + HELD,
                    step,
                    percent,
                    rung,
                    lease.jobId(),
                    lease.fencing());
            if (told == 1) {
                outbox.add(
                        transaction,
                        EventType.MEDIA_PROGRESS,
                        new MediaProgress(
                                lease.contentId(),
                                lease.submissionId(),
                                lease.jobId().toString(),
                                step,
                                percent,
                                rung.isEmpty() ? null : rung));
            }
            return told == 1;
        });
    }

    /** Adds to what the job took of processors; whoever loses its lease took it all the same. */
    void spent(UUID jobId, Duration cpu) {
        database.execute().update("UPDATE jobs SET cpu_ms = cpu_ms + ? WHERE id = ?", cpu.toMillis(), jobId);
    }

    /** Writes down a second version before its first file; false when the job is no longer the worker's own. */
    boolean begin(JobLease lease, String version) {
        return database.execute()
                        .insert(
                                "INSERT INTO versions (version, content_id, job_id) SELECT ?, content_id, id FROM jobs"
                                        + HELD + " ON CONFLICT (version) DO UPDATE SET version = EXCLUDED.version",
                                version,
                                lease.jobId(),
                                lease.fencing())
                == 1;
    }

    /** Lets the lowest rung be watched while the job goes on; false when it is no longer the worker's own. */
    boolean publishLowest(JobLease lease, String version, EncodedMedia media) {
        return database.transaction(transaction -> publishLowest(transaction, lease, version, media));
    }

    boolean publishLowest(DbTransaction transaction, JobLease lease, String version, EncodedMedia media) {
        Optional<DbRow> published = transaction.get(
                "UPDATE jobs SET playable = ?, updated_at = now()" + HELD + " AND playable = '' RETURNING " + AGE,
                version,
                lease.jobId(),
                lease.fencing());
        published.ifPresent(row -> {
            metrics.playable(age(row));
            replace(transaction, lease, version);
            outbox.add(transaction, EventType.MEDIA_PLAYABLE, ready(lease, version, media, null));
        });
        return published.isPresent();
    }

    /** Makes the version the video's, in one step; false when the job is no longer the worker's own. */
    boolean publish(JobLease lease, EncodedMedia media) {
        return database.transaction(transaction -> publish(transaction, lease, media));
    }

    boolean publish(DbTransaction transaction, JobLease lease, EncodedMedia media) {
        return publish(transaction, lease, EventType.MEDIA_READY, cpuMs -> ready(lease, lease.version(), media, cpuMs));
    }

    /** Makes the version the photo's, in one step; false when the job is no longer the worker's own. */
    boolean publish(JobLease lease, EncodedPhoto photo) {
        return database.transaction(
                transaction -> publish(transaction, lease, EventType.PHOTO_READY, cpuMs -> ready(lease, photo, cpuMs)));
    }

    /** Makes the version the film's poster, in one step; false when the job is no longer the worker's own. */
    boolean publishPoster(JobLease lease) {
        PosterReady ready = new PosterReady(
                lease.contentId(), lease.submissionId(), lease.jobId().toString(), lease.version());
        return database.transaction(transaction -> publish(transaction, lease, EventType.POSTER_READY, cpuMs -> ready));
    }

    private boolean publish(DbTransaction transaction, JobLease lease, EventType type, LongFunction<EventData> ready) {
        Optional<DbRow> published =
                transaction.get("""
                UPDATE jobs SET state = 'ready', step = 'publishing', percent = 100, lease_expires_at = NULL,
                                cause_code = '', cause_detail = '', updated_at = now(), finished_at = now()
                """ + HELD + " RETURNING cpu_ms, playable, " + AGE, lease.jobId(), lease.fencing());
        if (published.isEmpty()) {
            return alreadyPublished(transaction, lease);
        }
        if (published.get().column("playable").get(String.class).isEmpty() && !lease.isPoster()) {
            metrics.playable(age(published.get()));
        }
        replace(transaction, lease, lease.version());
        outbox.add(
                transaction, type, ready.apply(published.get().column("cpu_ms").get(Long.class)));
        return true;
    }

    // Who plays the version before may finish.
    private void replace(DbTransaction transaction, JobLease lease, String version) {
        transaction.update("""
                UPDATE versions SET state = 'orphaned', delete_after = now() + make_interval(secs => ?)
                WHERE content_id = ? AND photo_id = ? AND state = 'published'
                """, JobStore.seconds(timing.keep()), lease.contentId(), lease.photoId());
        transaction.update("UPDATE versions SET state = 'published' WHERE version = ?", version);
    }

    /** Ends this try: the job waits for another, or has failed when the cause is permanent or this was the last. */
    void failed(JobLease lease, MediaProblem problem) {
        database.transact(transaction -> {
            boolean ends = !problem.retryable() || lease.lastTry();
            if (ends) {
                fail(transaction, lease.jobId(), lease.fencing(), problem);
            } else if (transaction.update(
                            """
                            UPDATE jobs SET state = 'queued', step = 'waiting', percent = 0, rung = '',
                                            lease_expires_at = NULL, enqueued_at = 'epoch',
                                            not_before = now() + make_interval(secs => ?), updated_at = now()
                            """ + HELD,
                            JobStore.seconds(timing.retry().multipliedBy(1L << (2 * (lease.attempt() - 1)))),
                            lease.jobId(),
                            lease.fencing())
                    == 1) {
                history.add(transaction, lease.jobId(), JobHistoryStore.Kind.WAITS, problem);
            }
            orphan(transaction, lease.version());
        });
    }

    /** Gives the job back untried, for another worker to take at once. */
    void release(JobLease lease) {
        database.transact(transaction -> {
            long released = transaction.update("""
                    UPDATE jobs SET state = 'queued', step = 'waiting', percent = 0, rung = '', attempts = attempts - 1,
                                    lease_expires_at = NULL, not_before = now(), enqueued_at = now(), updated_at = now()
                    """ + HELD, lease.jobId(), lease.fencing());
            if (released == 1) {
                history.add(transaction, lease.jobId(), JobHistoryStore.Kind.RELEASED);
                outbox.add(
                        transaction,
                        EventType.ENCODE_TASK,
                        new EncodeTask(lease.jobId().toString(), lease.contentId()));
                orphan(transaction, lease.version());
            }
        });
    }

    /** Ends a job that waits or is being done because a person wants that; false when it has ended. */
    boolean cancel(DbTransaction transaction, UUID jobId) {
        boolean cancelled = transaction
                .get("SELECT fencing FROM jobs WHERE id = ? FOR UPDATE", jobId)
                .map(row -> row.column("fencing").get(Long.class))
                .filter(fencing -> fail(transaction, jobId, fencing, MediaProblem.CANCELLED))
                .isPresent();
        if (cancelled) {
            orphanAll(transaction, jobId);
        }
        return cancelled;
    }

    /** Ends a job as failed when the fencing token is still the one given; shared with the sweeper. */
    boolean fail(DbTransaction transaction, UUID jobId, long fencing, MediaProblem problem) {
        Optional<DbRow> failed =
                transaction.get("""
                UPDATE jobs SET state = 'failed', fencing = fencing + 1, lease_expires_at = NULL, cause_code = ?,
                                cause_detail = ?, cause_retryable = ?, updated_at = now(), finished_at = now()
                WHERE id = ? AND fencing = ? AND state IN ('queued', 'leased')
                RETURNING content_id, photo_id, submission_id, trace, cpu_ms
                """, problem.code(), problem.sentence(), problem.retryable(), jobId, fencing);
        // Only with the job: a worker that came too late must not stop the pieces of the next one.
        if (failed.isPresent()) {
            JobStore.cancelPieces(transaction, jobId);
            history.add(transaction, jobId, JobHistoryStore.Kind.FAILED, problem);
        }
        failed.ifPresent(row -> sayFailed(transaction, jobId, row, problem));
        return failed.isPresent();
    }

    private void sayFailed(DbTransaction transaction, UUID jobId, DbRow row, MediaProblem problem) {
        String content = row.column("content_id").get(String.class);
        String photo = row.column("photo_id").get(String.class);
        String submission = row.column("submission_id").get(String.class);
        String job = jobId.toString();
        String code = problem.code();
        String trace = row.column("trace").get(String.class);
        Long cpuMs = row.column("cpu_ms").get(Long.class);
        // Of a poster only its history says so: the film is as it was.
        if (photo.equals(JobLease.POSTER)) {
            return;
        }
        if (photo.isEmpty()) {
            outbox.add(
                    transaction,
                    EventType.MEDIA_FAILED,
                    new MediaFailed(content, submission, job, code, problem.sentence(), problem.retryable(), cpuMs),
                    trace);
        } else {
            outbox.add(
                    transaction,
                    EventType.PHOTO_FAILED,
                    new PhotoFailed(
                            content, photo, submission, job, code, problem.sentence(), problem.retryable(), cpuMs),
                    trace);
        }
    }

    /** A commit whose answer was lost is asked for again. */
    boolean alreadyPublished(DbTransaction transaction, JobLease lease) {
        return transaction
                .get(
                        "SELECT 1 FROM jobs WHERE id = ? AND fencing = ? AND state = 'ready'",
                        lease.jobId(),
                        lease.fencing())
                .isPresent();
    }

    /** Gives up a version that this worker was writing. */
    void orphan(DbTransaction transaction, String version) {
        transaction.update("""
                UPDATE versions SET state = 'orphaned', delete_after = now() + make_interval(secs => ?)
                WHERE version = ? AND state = 'writing'
                """, JobStore.seconds(timing.lease().multipliedBy(2)), version);
    }

    /** Gives up all that a job was writing; a silent worker may still write, until its own clock stops it. */
    void orphanAll(DbTransaction transaction, UUID jobId) {
        transaction.update("""
                UPDATE versions SET state = 'orphaned', delete_after = now() + make_interval(secs => ?)
                WHERE job_id = ? AND state = 'writing'
                """, JobStore.seconds(timing.lease().multipliedBy(2)), jobId);
    }

    private static MediaReady ready(JobLease lease, String version, EncodedMedia media, @Nullable Long cpuMs) {
        VideoTrack video = media.source().video();
        List<MediaReady.Rendition> renditions =
                media.renditions().stream().map(LeaseStore::rendition).toList();
        return new MediaReady(
                lease.contentId(),
                lease.submissionId(),
                lease.jobId().toString(),
                version,
                media.duration().toMillis(),
                video == null ? null : video.width(),
                video == null ? null : video.height(),
                video == null ? null : video.frameRate().perSecond(),
                media.hasAudio(),
                media.posters(),
                media.storyboard(),
                media.sizeBytes(),
                renditions,
                media.master(),
                cpuMs);
    }

    private static PhotoReady ready(JobLease lease, EncodedPhoto photo, Long cpuMs) {
        return new PhotoReady(
                lease.contentId(),
                lease.photoId(),
                lease.submissionId(),
                lease.jobId().toString(),
                lease.version(),
                photo.width(),
                photo.height(),
                photo.widths(),
                photo.blurHash(),
                photo.sizeBytes(),
                cpuMs);
    }

    private static MediaReady.Rendition rendition(Track track) {
        boolean sound = track.width() == 0;
        return new MediaReady.Rendition(
                track.folder(),
                sound ? null : track.width(),
                sound ? null : track.height(),
                track.bandwidth(),
                track.averageBandwidth(),
                track.codec());
    }

    static JobLease lease(DbRow row) {
        return new JobLease(
                row.column("id").get(UUID.class),
                row.column("fencing").get(Long.class),
                row.column("attempts").get(Integer.class),
                row.column("version").get(String.class),
                row.column("content_id").get(String.class),
                row.column("submission_id").get(String.class),
                row.column("source_bucket").get(String.class),
                row.column("source_key").get(String.class),
                row.column("source_bytes").get(Long.class),
                row.column("source_sha256").get(String.class),
                row.column("playable").get(String.class),
                row.column("photo_id").get(String.class),
                row.column("trace").get(String.class),
                row.column("poster_ms").get(Long.class));
    }
}
