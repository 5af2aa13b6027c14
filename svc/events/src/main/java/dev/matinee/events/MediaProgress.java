package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * How far an encoding job is; sent at most about once a second per job.
 *
 * @param contentId the video
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param step {@code waiting | downloading | probing | encoding | publishing}
 * @param percent 0 to 100 of the whole job
 * @param rung what is being made, when it can be named: one rendition, {@code 720p}, or the lowest and the highest of
 *     those made at once, {@code 360p-1080p}
 */
public record MediaProgress(
        String contentId,
        String submissionId,
        String jobId,
        String step,
        int percent,
        @Nullable String rung) implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
