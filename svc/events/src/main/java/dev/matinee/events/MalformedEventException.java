package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/** An event's bytes do not follow the contract; it can never be handled, so it belongs on the dead-letter topic. */
public final class MalformedEventException extends RuntimeException {
    public MalformedEventException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
