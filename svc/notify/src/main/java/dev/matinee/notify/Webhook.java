package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a member's program is told.
 *
 * @param kinds which; empty for all
 * @param state {@code enabled | disabled}
 * @param problem why it was disabled; absent when the member did it
 */
record Webhook(
        UUID id,
        @JsonIgnore String member,
        URI url,
        Set<Kind> kinds,
        String state,
        @Nullable String problem,
        @JsonIgnore long revision,
        Instant createdAt) {
    static final int MAX = 5;
}
