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
 * @param rung the rendition being made, {@code 720p}, when one can be named
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
