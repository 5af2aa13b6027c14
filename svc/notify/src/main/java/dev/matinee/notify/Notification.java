package dev.matinee.notify;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a member is told.
 *
 * @param subject what it is about: the content, comment, channel or report
 * @param actors how many did it, for kinds that are grouped; else 0
 * @param names of the last of them
 * @param seq its place in the member's list; a change gives it a new one
 */
record Notification(
        UUID id,
        String member,
        Kind kind,
        String subject,
        Facts facts,
        int actors,
        List<String> names,
        long seq,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant readAt) {
    static final int MAX_NAMES = 3;
}
