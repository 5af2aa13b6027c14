package dev.matinee.kit.test;

/** A server process ended before it answered; the message carries the tail of its log. */
public final class ServerDiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerDiedException(String message) {
        super(message);
    }
}
