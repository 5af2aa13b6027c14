package dev.matinee.upload;

import java.util.UUID;

/** A later writer took the upload over, so what this one still holds must not be recorded. */
final class StaleWriterException extends RuntimeException {
    StaleWriterException(UUID upload) {
        super("upload " + upload + " was taken over");
    }
}
