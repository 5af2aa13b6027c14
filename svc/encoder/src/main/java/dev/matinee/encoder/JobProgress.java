package dev.matinee.encoder;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells how far a job is: each step at once, percents at most once a second and only when they grow. */
final class JobProgress {
    private static final System.Logger LOG = System.getLogger(JobProgress.class.getName());
    private static final Duration AT_MOST_EACH = Duration.ofSeconds(1);
    private static final int ENCODING_FROM = 5;
    private static final int ENCODING_TO = 90;

    private final LeaseStore store;
    private final JobLease lease;
    private final Clock clock;
    private Instant told = Instant.EPOCH;
    private int percent = -1;
    private String rung = "";

    JobProgress(LeaseStore store, JobLease lease, Clock clock) {
        this.store = store;
        this.lease = lease;
        this.clock = clock;
    }

    void downloading() {
        tell("downloading", 0, "");
    }

    void probing() {
        tell("probing", ENCODING_FROM, "");
    }

    void publishing() {
        tell("publishing", ENCODING_TO, "");
    }

    /**
     * @param part from 0 to 1
     * @param rungs what is being made
     */
    synchronized void encoding(double part, String rungs) {
        int now = ENCODING_FROM + (int) ((ENCODING_TO - ENCODING_FROM) * part);
        boolean due = !clock.instant().isBefore(told.plus(AT_MOST_EACH));
        if ((due && now > percent) || !rungs.equals(rung)) {
            tell("encoding", Math.max(now, percent), rungs);
        }
    }

    private synchronized void tell(String step, int now, String rungs) {
        told = clock.instant();
        percent = now;
        rung = rungs;
        try {
            // Whether the lease still holds is the keeper's to find out.
            boolean held = store.progress(lease, step, now, rungs);
            LOG.log(Level.DEBUG, "job {0} {1} {2} % {3}", lease.jobId(), step, now, held);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "progress of job {0} is not told: {1}", lease.jobId(), e.toString());
        }
    }
}
