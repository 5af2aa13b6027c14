package dev.matinee.catalog;

import dev.matinee.kit.http.ErrorCode;
import dev.matinee.kit.http.ProblemException;
import java.util.Optional;
import java.util.UUID;

/** Ids as clients and other services write them: lower-case UUIDs in full, since {@link UUID#fromString} takes less. */
final class Ids {
    private static final int LENGTH = 36;

    private Ids() {}

    static Optional<UUID> find(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static UUID get(String text, ErrorCode otherwise) {
        return find(text).orElseThrow(() -> ProblemException.of(otherwise));
    }
}
