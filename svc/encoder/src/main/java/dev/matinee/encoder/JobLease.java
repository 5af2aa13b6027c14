package dev.matinee.encoder;

import java.util.UUID;

/**
 * The right to work on a job, for as long as no higher fencing token was given out.
 *
 * @param version where this attempt writes; new for each
 * @param playable the version with the lowest rung, when an earlier try published one; else empty
 * @param photoId which photo of the album that the content is, or {@link #POSTER}; empty for a film
 * @param trace of the request that the job goes back to, as it was kept; empty for none
 * @param posterMs of which moment the poster is, from the start of the film
 * @param sourceSha256 lower-case hex, empty when not known
 */
record JobLease(
        UUID jobId,
        long fencing,
        int attempt,
        String version,
        String contentId,
        String submissionId,
        String sourceBucket,
        String sourceKey,
        long sourceBytes,
        String sourceSha256,
        String playable,
        String photoId,
        String trace,
        long posterMs) {
    static final int TRIES = 3;
    /** What stands for a photo's id where a film's chosen poster is made. */
    static final String POSTER = "poster";

    boolean isPhoto() {
        return !photoId.isEmpty() && !isPoster();
    }

    boolean isPoster() {
        return photoId.equals(POSTER);
    }

    boolean lastTry() {
        return attempt >= TRIES;
    }

    /** Under which everything of this attempt is in the bucket. */
    String prefix() {
        return prefix(version);
    }

    String prefix(String ofVersion) {
        return "v/" + contentId + "/" + ofVersion + "/";
    }
}
