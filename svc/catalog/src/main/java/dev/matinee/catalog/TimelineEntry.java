package dev.matinee.catalog;

import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.UploadCompleted;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a video on its way from the first byte to the first viewer.
 *
 * @param kind {@code created | upload_began | upload_completed | queued | retried | started | making | cut | waits | released |
 *     lost | failed | playable | ready | published | first_frame}
 * @param attempt which try of the encoder's
 * @param piece of a film that many workers make
 * @param place in the encoder's queue
 * @param code why a try ended
 * @param step of the encoder's, with the rung that is made
 * @param renditions that can be watched from then on
 * @param traceId of the request that it goes back to
 */
record TimelineEntry(
        Instant at,
        String kind,
        @Nullable Integer attempt,
        @Nullable String piece,
        @Nullable String worker,
        @Nullable Long place,
        @Nullable String code,
        @Nullable String detail,
        @Nullable String step,
        @Nullable String rung,
        @Nullable List<String> renditions,
        @Nullable Long sizeBytes,
        @Nullable String traceId) {
    static final String UPLOAD_COMPLETED = "upload_completed";
    static final String MAKING = "making";
    static final String STARTED = "started";

    static TimelineEntry of(Instant at, String kind) {
        return new TimelineEntry(at, kind, null, null, null, null, null, null, null, null, null, null, null);
    }

    static TimelineEntry of(Instant at, UploadCompleted upload, @Nullable String traceId) {
        return new TimelineEntry(
                at,
                UPLOAD_COMPLETED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                upload.source().sizeBytes(),
                traceId);
    }

    static TimelineEntry of(Instant at, JobChanged job) {
        return new TimelineEntry(
                at,
                job.change(),
                job.attempt() == 0 ? null : job.attempt(),
                job.piece(),
                job.worker(),
                job.place(),
                job.code(),
                job.detail(),
                null,
                null,
                null,
                null,
                null);
    }

    static TimelineEntry of(Instant at, MediaProgress progress) {
        return new TimelineEntry(
                at, MAKING, null, null, null, null, null, null, progress.step(), progress.rung(), null, null, null);
    }

    /** @param kind {@code playable} or {@code ready} */
    static TimelineEntry of(Instant at, String kind, MediaReady ready) {
        List<String> names =
                ready.renditions().stream().map(MediaReady.Rendition::name).toList();
        return new TimelineEntry(
                at, kind, null, null, null, null, null, null, null, null, names, ready.sizeBytes(), null);
    }
}
