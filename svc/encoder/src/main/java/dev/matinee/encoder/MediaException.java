package dev.matinee.encoder;

import org.jspecify.annotations.Nullable;

/** A file that cannot become media, or a run that failed; the message is for the log, the problem for the creator. */
final class MediaException extends Exception {
    private final MediaProblem problem;

    MediaException(MediaProblem problem, String message) {
        this(problem, message, null);
    }

    MediaException(MediaProblem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    MediaProblem problem() {
        return problem;
    }
}
