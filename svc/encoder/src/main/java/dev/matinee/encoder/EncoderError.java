package dev.matinee.encoder;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** What clients of the API can be told. Why a film failed is a {@link MediaProblem}, part of a job and not an error. */
enum EncoderError implements ErrorCode {
    JOB_NOT_FOUND(Status.NOT_FOUND_404, "There is no such job, or it is not yours."),
    JOB_NOT_FAILED(
            Status.CONFLICT_409,
            "Only a failed job can be tried again; this one is done, or what it was for is deleted."),
    JOB_NOT_RETRYABLE(
            Status.CONFLICT_409,
            "The same file would fail again, as the job's cause says; upload another, or ask an operator to try it."),
    JOB_ENDED(Status.CONFLICT_409, "Only a job that waits or is being done can be cancelled; this one has ended.");

    private final Status status;
    private final String sentence;

    EncoderError(Status status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
