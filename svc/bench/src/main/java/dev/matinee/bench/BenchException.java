package dev.matinee.bench;

/** Why a row could not be measured, in one sentence. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String why) {
        super(why);
    }

    BenchException(String why, Throwable cause) {
        super(why, cause);
    }
}
