package dev.matinee.encoder;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** What people do to jobs. Each is decided under the row's lock, and asked for again it changes nothing more. */
final class JobCommandStore {
    private final Database database;
    private final JobStore jobs;
    private final LeaseStore leases;
    private final Duration deadline;

    /** @param deadline how long a job that begins anew may take */
    JobCommandStore(Database database, JobStore jobs, LeaseStore leases, Duration deadline) {
        this.database = database;
        this.jobs = jobs;
        this.leases = leases;
        this.deadline = deadline;
    }

    /**
     * Has a failed job begin anew, with all its tries and a new deadline; one that waits or is being done already stays as
     * it is. What can be watched stays so meanwhile.
     *
     * @param permit throws when the caller may not
     */
    Job retry(UUID id, Consumer<JobStore.Owned> permit) {
        return database.transaction(transaction -> {
            JobStore.Owned found = JobStore.lock(transaction, id);
            permit.accept(found);
            if (found.is(Job.State.QUEUED) || found.is(Job.State.LEASED)) {
                return found.job();
            }
            if (!found.is(Job.State.FAILED)) {
                throw ProblemException.of(EncoderError.JOB_NOT_FAILED);
            }
            jobs.beginAnew(transaction, found.job(), deadline);
            return JobStore.lock(transaction, id).job();
        });
    }

    /**
     * Ends a job that waits or is being done, which its worker notices at the next heartbeat and cannot publish any more;
     * one that was cancelled stays as it is.
     *
     * @param permit throws when the caller may not
     */
    Job cancel(UUID id, Consumer<JobStore.Owned> permit) {
        return database.transaction(transaction -> {
            JobStore.Owned found = JobStore.lock(transaction, id);
            permit.accept(found);
            if (found.failedFor(MediaProblem.CANCELLED)) {
                return found.job();
            }
            if (!leases.cancel(transaction, id)) {
                throw ProblemException.of(EncoderError.JOB_ENDED);
            }
            return JobStore.lock(transaction, id).job();
        });
    }
}
