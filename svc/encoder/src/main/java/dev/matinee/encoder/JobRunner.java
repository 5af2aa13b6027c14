package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.sql.SqlStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkException;

/** One try at one job, from the lease to the published version. Interrupting its thread gives the job back. */
final class JobRunner {
    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LeaseStore leases;
    private final MediaStore media;
    private final MediaEncoder encoder;
    private final WorkFolder work;
    private final EncoderConfig.Timing timing;
    private final EncoderMetrics metrics;
    private final Clock clock;

    JobRunner(
            LeaseStore leases,
            MediaStore media,
            MediaEncoder encoder,
            WorkFolder work,
            EncoderConfig.Timing timing,
            EncoderMetrics metrics,
            Clock clock) {
        this.leases = leases;
        this.media = media;
        this.encoder = encoder;
        this.work = work;
        this.timing = timing;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param taken the moment, by {@link System#nanoTime}, before the lease was asked for */
    Outcome run(JobLease lease, long taken) {
        LOG.log(Level.INFO, "job {0} of {1}, try {2}", lease.jobId(), lease.contentId(), lease.attempt());
        Outcome outcome;
        try (LeaseKeeper keeper = new LeaseKeeper(leases, lease, timing, taken)) {
            outcome = attempt(lease, keeper);
        }
        // An interrupt that came too late to stop anything must not stop the next job.
        boolean late = Thread.interrupted();
        LOG.log(Level.INFO, "job {0} {1} {2}", lease.jobId(), outcome, late ? "(interrupted)" : "");
        metrics.ended(outcome);
        return outcome;
    }

    private Outcome attempt(JobLease lease, LeaseKeeper keeper) {
        try {
            Path folder = work.create(lease);
            try {
                return publish(lease, make(lease, folder, keeper), keeper);
            } finally {
                clear(folder);
            }
        } catch (LeaseLostException e) {
            return Outcome.LOST;
        } catch (InterruptedException e) {
            return stopped(lease, keeper, e);
        } catch (MediaException e) {
            return failed(lease, e.problem(), e);
        } catch (IOException | UncheckedIOException | SdkException e) {
            // The SDK has its own word for an interrupt.
            boolean interrupted =
                    Thread.interrupted() || e instanceof software.amazon.awssdk.core.exception.AbortedException;
            return interrupted ? stopped(lease, keeper, e) : failed(lease, MediaProblem.ENCODER_FAILED, e);
        }
    }

    private Outcome stopped(JobLease lease, LeaseKeeper keeper, Exception cause) {
        if (keeper.lost()) {
            return Outcome.LOST;
        }
        // Time that went by waiting for S3 is not the film's fault.
        return keeper.overdue() && !media.away() ? failed(lease, MediaProblem.ENCODER_FAILED, cause) : released(lease);
    }

    // Never in the way of how the job ended: what stays goes with this process's whole folder.
    private static void clear(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, folder + " stays for now", e);
        }
    }

    private EncodedMedia make(JobLease lease, Path folder, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        JobProgress progress = new JobProgress(leases, lease, clock);
        progress.downloading();
        media.download(lease, folder.resolve(MediaPrograms.SOURCE), keeper::check);
        keeper.check();
        progress.probing();
        SourceMedia source = encoder.probe(folder);
        long begin = System.nanoTime();
        EncodedMedia encoded = encoder.encode(folder, source, new MediaEncoder.Listener() {
            @Override
            public void encoded(double part, String rungs) {
                progress.encoding(part, rungs);
            }

            @Override
            public void playable(EncodedMedia lowest)
                    throws IOException, InterruptedException, MediaException, LeaseLostException {
                publishLowest(lease, lowest, keeper);
                metrics.playable(Duration.ofNanos(System.nanoTime() - begin), lowest.duration());
            }
        });
        metrics.encoded(Duration.ofNanos(System.nanoTime() - begin), encoded.duration());
        progress.publishing();
        media.upload(encoded.folder(), lease.prefix(), keeper::check);
        return encoded;
    }

    private void publishLowest(JobLease lease, EncodedMedia lowest, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        // An earlier try did; viewers may be at it.
        if (!lease.playable().isEmpty()) {
            return;
        }
        String version = Uuid7.next().toString();
        keeper.check();
        if (!persist(() -> leases.begin(lease, version))) {
            throw new LeaseLostException(lease);
        }
        media.upload(lowest.folder(), lease.prefix(version), keeper::check);
        keeper.check();
        boolean published = persist(() -> leases.publishLowest(lease, version, lowest));
        LOG.log(Level.INFO, "job {0} can be watched: {1}", lease.jobId(), published);
    }

    private Outcome publish(JobLease lease, EncodedMedia encoded, LeaseKeeper keeper)
            throws InterruptedException, LeaseLostException {
        keeper.check();
        return persist(() -> leases.publish(lease, encoded)) ? Outcome.READY : Outcome.LOST;
    }

    private Outcome failed(JobLease lease, MediaProblem problem, Exception cause) {
        LOG.log(Level.WARNING, "job " + lease.jobId() + " try " + lease.attempt() + ": " + problem.code(), cause);
        try {
            persist(() -> {
                leases.failed(lease, problem);
                return true;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.LOST;
        }
        return problem.retryable() && !lease.lastTry() ? Outcome.RETRIED : Outcome.FAILED;
    }

    private Outcome released(JobLease lease) {
        try {
            leases.release(lease);
            return Outcome.RELEASED;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "job " + lease.jobId() + " is not given back; its lease will lapse", e);
            return Outcome.LOST;
        }
    }

    // The work is done and the database away: wait for it. The fencing token says whether it was for nothing.
    private static boolean persist(BooleanSupplier statement) throws InterruptedException {
        while (true) {
            try {
                return statement.getAsBoolean();
            } catch (RuntimeException e) {
                if (!SqlStates.isTransient(e)) {
                    throw e;
                }
                LOG.log(Level.WARNING, "waiting for the database: {0}", e.toString());
                Thread.sleep(PAUSE);
            }
        }
    }
}
