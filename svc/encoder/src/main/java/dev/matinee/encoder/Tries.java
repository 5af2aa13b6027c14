package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import dev.matinee.kit.sql.SqlStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** How a try at leased work ends, whatever the work is. Interrupting its thread gives the work back. */
final class Tries {
    private static final System.Logger LOG = System.getLogger(Tries.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final WorkFolder folders;
    private final MediaStore media;
    private final EncoderConfig.Timing timing;
    private final EncoderMetrics metrics;

    Tries(WorkFolder folders, MediaStore media, EncoderConfig.Timing timing, EncoderMetrics metrics) {
        this.folders = folders;
        this.media = media;
        this.timing = timing;
        this.metrics = metrics;
    }

    /** Work that one worker holds a lease of. */
    interface Held {
        /** For the log, and unique among all tries of this process, for the folder. */
        String name();

        boolean heartbeat();

        boolean lastTry();

        /** Does it, in an empty folder of its own. */
        Outcome make(Path folder, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException;

        /** Ends the try; the work has failed when the problem is permanent or this was the last. */
        void failed(MediaProblem problem);

        /** Told of processor time that its programs took. */
        void spent(Duration cpu);

        /** Gives it back untried. */
        void release();
    }

    /** @param taken the moment, by {@link System#nanoTime}, before the lease was asked for */
    Outcome run(Held held, long taken) {
        LOG.log(Level.INFO, "{0} begins", held.name());
        Outcome outcome;
        try (LeaseKeeper keeper = new LeaseKeeper(held::heartbeat, held.name(), timing, taken)) {
            outcome = attempt(held, keeper);
        }
        // An interrupt that came too late to stop anything must not stop the next work.
        boolean late = Thread.interrupted();
        LOG.log(Level.INFO, "{0} {1} {2}", held.name(), outcome, late ? "(interrupted)" : "");
        metrics.ended(outcome);
        return outcome;
    }

    private Outcome attempt(Held held, LeaseKeeper keeper) {
        try {
            Path folder = folders.create(held.name());
            try {
                return make(held, folder, keeper);
            } finally {
                clear(folder);
            }
        } catch (LeaseLostException e) {
            return Outcome.LOST;
        } catch (InterruptedException e) {
            return stopped(held, keeper, e);
        } catch (MediaException e) {
            return failed(held, e.problem(), e);
        } catch (IOException | UncheckedIOException | SdkException e) {
            // The SDK has its own word for an interrupt.
            boolean interrupted = Thread.interrupted() || e instanceof AbortedException;
            return interrupted ? stopped(held, keeper, e) : failed(held, MediaProblem.ENCODER_FAILED, e);
        }
    }

    private static Outcome make(Held held, Path folder, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        try {
            return ScopedValue.where(MediaProcess.SPENDING, cpu -> spent(held, cpu))
                    .call(() -> held.make(folder, keeper));
        } catch (IOException | InterruptedException | MediaException | LeaseLostException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("nothing else is thrown", e);
        }
    }

    // What it cost must not cost the work: a database that is away loses a little of an account.
    private static void spent(Held held, Duration cpu) {
        try {
            held.spent(cpu);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "{0} took {1} of processors, which is not written down: {2}", held.name(), cpu, e);
        }
    }

    private Outcome stopped(Held held, LeaseKeeper keeper, Exception cause) {
        if (keeper.lost()) {
            return Outcome.LOST;
        }
        // Time that went by waiting for S3 is not the film's fault.
        return keeper.overdue() && !media.away() ? failed(held, MediaProblem.ENCODER_FAILED, cause) : released(held);
    }

    // Never in the way of how the work ended: what stays goes with this process's whole folder.
    private static void clear(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, folder + " stays for now", e);
        }
    }

    private Outcome failed(Held held, MediaProblem problem, Exception cause) {
        LOG.log(Level.WARNING, held.name() + ": " + problem.code(), cause);
        try {
            persist(() -> {
                held.failed(problem);
                return true;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.LOST;
        }
        return problem.retryable() && !held.lastTry() ? Outcome.RETRIED : Outcome.FAILED;
    }

    private static Outcome released(Held held) {
        try {
            held.release();
            return Outcome.RELEASED;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, held.name() + " is not given back; its lease will lapse", e);
            return Outcome.LOST;
        }
    }

    /** The work is done and the database away: wait for it. The fencing token says whether it was for nothing. */
    static boolean persist(BooleanSupplier statement) throws InterruptedException {
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
