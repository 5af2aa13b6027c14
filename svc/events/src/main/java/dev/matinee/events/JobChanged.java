package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an encoding job. Additive: who only wants the outcome reads {@code media.ready} and {@code media.failed}.
 *
 * @param contentId the video or album
 * @param photoId which photo of the album, or {@code poster} for a video's chosen poster; null for a video
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param change {@code queued | retried | started | cut | waits | released | lost | failed}: {@code retried} is queued by a
 *     person after it failed, {@code cut} is made in pieces from now on, {@code waits} failed and is tried again,
 *     {@code released} was given back by a worker that ends, {@code lost} was taken from one that fell silent
 * @param attempt which try, from 1; 0 before the first
 * @param piece which piece of a job that was cut, such as {@code low 3}; null for the whole
 * @param worker whose try it was; null when nobody's
 * @param place in the queue, from 1, when it is put there; null otherwise
 * @param code why, in one word, of {@code waits} and {@code failed}; null otherwise
 * @param detail the sentence for the creator that goes with it
 */
public record JobChanged(
        String contentId,
        @Nullable String photoId,
        String submissionId,
        String jobId,
        String change,
        int attempt,
        @Nullable String piece,
        @Nullable String worker,
        @Nullable Long place,
        @Nullable String code,
        @Nullable String detail)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
