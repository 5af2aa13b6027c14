package dev.matinee.encoder;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** What clients of the API can be told. Why a film failed is a {@link MediaProblem}, part of a job and not an error. */
enum EncoderError implements ErrorCode {
    JOB_NOT_FOUND(Status.NOT_FOUND_404, "There is no such job, or it is not yours.");

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
