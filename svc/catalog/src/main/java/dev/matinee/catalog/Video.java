package dev.matinee.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A video at one revision. Every change makes the next revision; whether the public can find it is decided here and
 * stored, so that the list, the read and the event always say the same.
 *
 * @param hiddenFrom the visibility a moderator took from it, to be given back by a moderator only
 */
record Video(
        UUID id,
        UUID channelId,
        String owner,
        VideoDetails details,
        VideoState state,
        @Nullable Instant deadline,
        @Nullable Failure failure,
        @Nullable String submissionId,
        @Nullable Media media,
        long accessEpoch,
        @Nullable Visibility hiddenFrom,
        boolean published,
        @Nullable Instant publishedAt,
        long revision,
        Instant createdAt,
        Instant updatedAt)
        implements Post {

    static Video created(UUID id, UUID channelId, String owner, VideoDetails details, Instant now, Instant deadline) {
        return new Video(
                id,
                channelId,
                owner,
                details,
                VideoState.UPLOADING,
                deadline,
                null,
                null,
                null,
                0,
                null,
                false,
                null,
                1,
                now,
                now);
    }

    Video edited(VideoDetails changed, Instant now) {
        return edited(changed, hiddenFrom, now);
    }

    /** Hidden by a moderator, or given back. */
    Video moderated(VideoDetails changed, Instant now) {
        return edited(changed, changed.visibility() == Visibility.PRIVATE ? details.visibility() : null, now);
    }

    private Video edited(VideoDetails changed, @Nullable Visibility nextHiddenFrom, Instant now) {
        long epoch = changed.sameAudience(details) ? accessEpoch : accessEpoch + 1;
        return next(changed, state, deadline, failure, submissionId, media, epoch, nextHiddenFrom, now);
    }

    /** An upload was accepted; its id names the submission from now on. */
    Video submitted(String submission, Instant now, Instant until) {
        return next(details, VideoState.PROCESSING, until, null, submission, null, accessEpoch, hiddenFrom, now);
    }

    /** Its first version can be watched while the rest is made; the time for that goes on. */
    Video playable(Media made, Instant now) {
        return next(details, VideoState.READY, deadline, null, submissionId, made, accessEpoch, hiddenFrom, now);
    }

    /** The poster that was chosen while it could be watched already stays: it is a picture of its own. */
    Video ready(Media made, Instant now) {
        Media whole = made.with(media == null ? null : media.poster());
        return next(details, VideoState.READY, null, null, submissionId, whole, accessEpoch, hiddenFrom, now);
    }

    Video withPoster(Poster poster, Instant now) {
        Media shown = requireMedia().with(poster);
        return next(details, state, deadline, failure, submissionId, shown, accessEpoch, hiddenFrom, now);
    }

    /** What can be watched already stays so; its owner is told why there is no more. */
    Video failed(Failure why, Instant now) {
        return state == VideoState.READY
                ? next(details, state, null, why, submissionId, media, accessEpoch, hiddenFrom, now)
                : next(details, VideoState.FAILED, null, why, submissionId, null, accessEpoch, hiddenFrom, now);
    }

    /** Is to be made again after a failure, of the file it has. */
    Video resubmitted(Instant now, Instant until) {
        return next(details, VideoState.PROCESSING, until, null, submissionId, null, accessEpoch, hiddenFrom, now);
    }

    /** The encoder was told to make it again after a failure; what can be watched stays so meanwhile. */
    Video retried(Instant now, Instant until) {
        if (state == VideoState.FAILED) {
            return resubmitted(now, until);
        }
        return state == VideoState.READY && failure != null
                ? next(details, state, until, null, submissionId, media, accessEpoch, hiddenFrom, now)
                : this;
    }

    /** Waits for another upload after a failure; the failed submission's late events no longer count. */
    Video reopened(Instant now, Instant until) {
        return next(details, VideoState.UPLOADING, until, null, null, null, accessEpoch, hiddenFrom, now);
    }

    /** Something that belongs to it is another now. */
    Video touched(Instant now) {
        return next(details, state, deadline, failure, submissionId, media, accessEpoch, hiddenFrom, now);
    }

    /** The schedule has come. */
    Video due(Instant now) {
        return next(details, state, deadline, failure, submissionId, media, accessEpoch, hiddenFrom, now);
    }

    /**
     * Whether an upload of its owner is taken. Also after the wait for a file was given up: an upload's own time begins
     * anew with each part, so a slow one may well be whole only then.
     */
    boolean takesUpload() {
        return state == VideoState.UPLOADING || (state == VideoState.FAILED && submissionId == null);
    }

    /** Whether the event of that submission speaks of what this video is now. */
    boolean awaits(String submission) {
        boolean whole = state == VideoState.READY && !isGrowing() && failure == null;
        return submission.equals(submissionId) && state != VideoState.UPLOADING && !whole;
    }

    /** Whether it can be watched while more of it is still being made: only then has a ready video a deadline. */
    boolean isGrowing() {
        return state == VideoState.READY && deadline != null;
    }

    /** Whether encoding goes on, so that there is progress to tell. */
    boolean isBeingMade() {
        return state == VideoState.PROCESSING || isGrowing();
    }

    /** Whether its time has come. */
    boolean isDue(Instant now) {
        Instant publishAt = details.publishAt();
        return publishAt == null || !publishAt.isAfter(now);
    }

    @Override
    public ContentKind kind() {
        return ContentKind.VIDEO;
    }

    @Override
    public boolean isOpen(Instant now) {
        return published || (state == VideoState.READY && details.visibility() == Visibility.UNLISTED && isDue(now));
    }

    @Override
    public boolean isForFollowers(Instant now) {
        return state == VideoState.READY && details.visibility() == Visibility.FOLLOWERS && isDue(now);
    }

    Media requireMedia() {
        return Objects.requireNonNull(media, "a ready video has media");
    }

    private Video next(
            VideoDetails nextDetails,
            VideoState nextState,
            @Nullable Instant nextDeadline,
            @Nullable Failure nextFailure,
            @Nullable String nextSubmission,
            @Nullable Media nextMedia,
            long nextEpoch,
            @Nullable Visibility nextHiddenFrom,
            Instant now) {
        Instant publishAt = nextDetails.publishAt();
        boolean open = nextState == VideoState.READY
                && nextDetails.visibility() == Visibility.PUBLIC
                && (publishAt == null || !publishAt.isAfter(now));
        boolean found = open
                || (nextState == VideoState.READY
                        && nextDetails.visibility() == Visibility.FOLLOWERS
                        && (publishAt == null || !publishAt.isAfter(now)));
        Instant since = publishedAt == null && found ? now : publishedAt;
        return new Video(
                id,
                channelId,
                owner,
                nextDetails,
                nextState,
                nextDeadline,
                nextFailure,
                nextSubmission,
                nextMedia,
                nextEpoch,
                nextHiddenFrom,
                open,
                since,
                revision + 1,
                createdAt,
                now);
    }
}
