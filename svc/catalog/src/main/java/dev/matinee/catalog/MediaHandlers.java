package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.PosterReady;
import dev.matinee.kit.kafka.EventHandler;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the encoder did. Only the current submission of a video counts; whatever comes late for another is let go. */
final class MediaHandlers {
    private final VideoStore videos;
    private final AlbumHandlers albums;
    private final Clock clock;

    MediaHandlers(VideoStore videos, AlbumHandlers albums, Clock clock) {
        this.videos = videos;
        this.albums = albums;
        this.clock = clock;
    }

    Runnable progress(DbTransaction transaction, Event event, MediaProgress progress) {
        Ids.find(progress.contentId()).ifPresent(id -> {
            VideoStore.keepProgress(transaction, progress, id, event.time());
            TimelineStore.progress(transaction, id, event, progress);
        });
        return EventHandler.DONE;
    }

    Runnable playable(DbTransaction transaction, Event event, MediaReady first) {
        TimelineStore.media(transaction, "playable", event, first);
        return awaiting(transaction, first.contentId(), first.submissionId())
                .filter(video -> video.state() == VideoState.PROCESSING)
                .map(video -> videos.update(transaction, video, video.playable(Media.of(first), now())))
                .orElse(EventHandler.DONE);
    }

    Runnable ready(DbTransaction transaction, Event event, MediaReady ready) {
        TimelineStore.media(transaction, "ready", event, ready);
        return awaiting(transaction, ready.contentId(), ready.submissionId())
                .map(video -> videos.update(transaction, video, video.ready(Media.of(ready), now())))
                .orElse(EventHandler.DONE);
    }

    Runnable failed(DbTransaction transaction, Event event, MediaFailed failed) {
        Failure why = new Failure(failed.code(), failed.detail(), failed.retryable());
        return awaiting(transaction, failed.contentId(), failed.submissionId())
                .map(video -> videos.update(transaction, video, video.failed(why, now())))
                .orElse(EventHandler.DONE);
    }

    Runnable jobChanged(DbTransaction transaction, Event event, JobChanged job) {
        if (Poster.JOB.equals(job.photoId())) {
            return job.change().equals("failed")
                    ? posterOrder(transaction, job.contentId(), job.submissionId(), Poster::failed)
                    : EventHandler.DONE;
        }
        if (job.photoId() == null) {
            TimelineStore.job(transaction, event, job);
        }
        if (!job.change().equals("retried")) {
            return EventHandler.DONE;
        }
        if (job.photoId() != null) {
            return albums.retried(transaction, job.contentId(), job.photoId(), job.submissionId());
        }
        Instant until = now().plus(videos.limits().processing());
        return awaiting(transaction, job.contentId(), job.submissionId())
                .map(video -> videos.update(transaction, video, video.retried(now(), until)))
                .orElse(EventHandler.DONE);
    }

    Runnable posterReady(DbTransaction transaction, Event event, PosterReady ready) {
        return posterOrder(transaction, ready.contentId(), ready.orderId(), poster -> poster.made(ready.version()));
    }

    private Runnable posterOrder(
            DbTransaction transaction, String contentId, String order, UnaryOperator<Poster> ended) {
        return Ids.find(contentId)
                .flatMap(id -> VideoQueries.lock(transaction, id))
                .filter(video ->
                        video.media() != null && video.media().chosenPoster().awaits(order))
                .map(video -> videos.update(
                        transaction,
                        video,
                        video.withPoster(ended.apply(video.requireMedia().chosenPoster()), now())))
                .orElse(EventHandler.DONE);
    }

    private static Optional<Video> awaiting(DbTransaction transaction, String contentId, String submissionId) {
        return Ids.find(contentId)
                .flatMap(id -> VideoQueries.lock(transaction, id))
                .filter(video -> video.awaits(submissionId));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
