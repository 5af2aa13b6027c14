package dev.matinee.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One photo of an album; its place is that in the album's list.
 *
 * @param altText what it shows, for those who do not see it
 */
record Photo(
        UUID id,
        @Nullable String altText,
        VideoState state,
        @Nullable Instant deadline,
        @Nullable Failure failure,
        @Nullable String submissionId,
        @Nullable PhotoMedia media,
        Instant createdAt) {
    static final int MAX_ALT_TEXT = 1_000;

    static Photo created(UUID id, @Nullable String altText, Instant now, Instant until) {
        return new Photo(id, altText, VideoState.UPLOADING, until, null, null, null, now);
    }

    Photo described(@Nullable String text) {
        return new Photo(id, text, state, deadline, failure, submissionId, media, createdAt);
    }

    Photo submitted(String submission, Instant until) {
        return new Photo(id, altText, VideoState.PROCESSING, until, null, submission, null, createdAt);
    }

    Photo ready(PhotoMedia made) {
        return new Photo(id, altText, VideoState.READY, null, null, submissionId, made, createdAt);
    }

    Photo failed(Failure why) {
        return new Photo(id, altText, VideoState.FAILED, null, why, submissionId, null, createdAt);
    }

    /** Failed when it stayed in its state past the deadline, else the same. */
    Photo orOverdue(Instant now) {
        if (deadline == null || deadline.isAfter(now)) {
            return this;
        }
        return failed(
                state == VideoState.UPLOADING
                        ? new Failure("upload_missing", "No file arrived in time.", true)
                        : new Failure("processing_timeout", "The photo took too long to prepare.", true));
    }

    /** Whether a file of its owner is taken: also instead of one that failed. */
    boolean takesUpload() {
        return state == VideoState.UPLOADING || state == VideoState.FAILED;
    }

    boolean isPending() {
        return state == VideoState.UPLOADING || state == VideoState.PROCESSING;
    }

    boolean isReady() {
        return state == VideoState.READY;
    }

    /** Whether the encoder's word about that submission is about what this photo is now. */
    boolean awaits(String submission) {
        return submission.equals(submissionId) && !isReady() && state != VideoState.UPLOADING;
    }
}
