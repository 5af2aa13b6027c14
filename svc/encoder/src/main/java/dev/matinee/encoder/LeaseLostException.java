package dev.matinee.encoder;

/** Somebody else has the job now, or nobody may have it any more: stop, and leave no word. */
final class LeaseLostException extends Exception {
    LeaseLostException(JobLease lease) {
        super("job " + lease.jobId() + " is no longer held under token " + lease.fencing());
    }
}
