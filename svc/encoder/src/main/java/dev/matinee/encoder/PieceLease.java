package dev.matinee.encoder;

import java.util.UUID;

/**
 * The right to work on one piece of a job, for as long as no higher fencing token of the piece was given out and the job
 * goes on.
 *
 * @param number of the chunk; 0 for what is no chunk
 * @param job whose version all pieces are of; its own fencing token is that of the cutting
 */
record PieceLease(
        UUID id, PieceKind kind, int number, long fencing, int attempt, String worker, JobLease job, CutFilm film) {
    boolean lastTry() {
        return attempt >= JobLease.TRIES;
    }

    /** Where this try writes, in the folder of the version: another try never writes over it. */
    String folder() {
        return folder(kind, number, fencing);
    }

    static String folder(PieceKind kind, int number, long fencing) {
        return kind.column() + number + "-" + fencing;
    }

    /** Of what this try writes, as the sweep knows it. */
    String version() {
        return job.version() + "/" + folder();
    }

    JobHistoryStore.Try tried() {
        return new JobHistoryStore.Try(attempt, kind.column() + " " + number, worker);
    }

    String prefix() {
        return job.prefix() + folder() + "/";
    }

    @Override
    public String toString() {
        return kind.column() + " " + number + " of job " + job.jobId();
    }
}
