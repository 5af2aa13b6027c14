package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A job that one worker holds the lease of, and how that is done. */
record HeldJob(JobLease lease, LeaseStore leases, Making making) implements Tries.Held {
    /** What is done with the job's empty folder. */
    interface Making {
        Outcome make(Path folder, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException;
    }

    @Override
    public String name() {
        return "job-" + lease.jobId() + "-" + lease.fencing();
    }

    @Override
    public boolean heartbeat() {
        return leases.heartbeat(lease);
    }

    @Override
    public boolean lastTry() {
        return lease.lastTry();
    }

    @Override
    public Outcome make(Path folder, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        return making.make(folder, keeper);
    }

    @Override
    public void failed(MediaProblem problem) {
        leases.failed(lease, problem);
    }

    @Override
    public void spent(Duration cpu) {
        leases.spent(lease.jobId(), cpu);
    }

    @Override
    public void release() {
        leases.release(lease);
    }
}
