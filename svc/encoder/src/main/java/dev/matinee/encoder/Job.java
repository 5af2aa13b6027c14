package dev.matinee.encoder;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as its owner sees it.
 *
 * @param photoId which photo of the album that the content is, or {@code poster}
 * @param step {@code waiting | downloading | probing | encoding | publishing}
 * @param version what can be watched: of the lowest rung only, until the job is ready
 * @param cause why it failed
 * @param history what happened to it, oldest first; absent in lists
 */
record Job(
        UUID id,
        String contentId,
        @Nullable String photoId,
        String submissionId,
        String state,
        String step,
        int percent,
        @Nullable String rung,
        int attempts,
        @Nullable String version,
        @Nullable Cause cause,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable List<JobHistoryStore.Change> history) {
    Job with(List<JobHistoryStore.Change> changes) {
        return new Job(
                id,
                contentId,
                photoId,
                submissionId,
                state,
                step,
                percent,
                rung,
                attempts,
                version,
                cause,
                createdAt,
                updatedAt,
                finishedAt,
                changes);
    }

    record Cause(String code, String detail, boolean retryable) {}

    enum State {
        QUEUED,
        LEASED,
        READY,
        FAILED,
        CANCELLED;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
