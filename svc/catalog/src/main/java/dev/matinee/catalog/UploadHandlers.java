package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadAbandoned;
import dev.matinee.events.UploadCompleted;
import dev.matinee.events.UploadRejected;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.EventHandler;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened to uploads. The {@code content_id} in an event is only a client's claim: it counts for a video of the
 * upload's owner that has no file yet, and for nothing else.
 */
final class UploadHandlers {
    private final VideoStore videos;
    private final AlbumHandlers albums;
    private final ChannelStore channels;
    private final Clock clock;

    UploadHandlers(VideoStore videos, AlbumHandlers albums, ChannelStore channels, Clock clock) {
        this.videos = videos;
        this.albums = albums;
        this.channels = channels;
        this.clock = clock;
    }

    Runnable completed(DbTransaction transaction, Event event, UploadCompleted upload) {
        if (VideoQueries.submissionKnown(transaction, upload.uploadId())
                || AlbumQueries.submissionKnown(transaction, upload.uploadId())) {
            return EventHandler.DONE;
        }
        String claimed = upload.contentId();
        if (claimed == null || claimed.isBlank()) {
            return isPhoto(upload.source())
                    ? unlessRefused(transaction, upload, albums.create(transaction, upload))
                    : createAndSubmit(transaction, event, upload);
        }
        Optional<Video> found = Ids.find(claimed).flatMap(id -> VideoQueries.lock(transaction, id));
        if (found.isEmpty()) {
            return forAlbum(transaction, claimed, upload);
        }
        Video video = found.get();
        if (!video.owner().equals(upload.owner())) {
            return reject(transaction, upload, "not_owner", "This video belongs to somebody else.");
        }
        if (!video.takesUpload()) {
            return reject(transaction, upload, "not_waiting", "This video does not wait for a file.");
        }
        return submit(transaction, event, video, upload);
    }

    Runnable abandoned(DbTransaction transaction, Event event, UploadAbandoned upload) {
        Optional<Video> waiting = Optional.ofNullable(upload.contentId())
                .flatMap(Ids::find)
                .flatMap(id -> VideoQueries.lock(transaction, id))
                .filter(video -> video.owner().equals(upload.owner()) && video.state() == VideoState.UPLOADING);
        if (waiting.isEmpty()) {
            return EventHandler.DONE;
        }
        // It takes another upload all the same: one that the creator has begun meanwhile is not turned away.
        Failure why = upload.cause().equals("expired")
                ? new Failure("upload_expired", "The upload was begun and not finished in time.", true)
                : new Failure("upload_terminated", "The upload was ended before its file was complete.", true);
        return videos.update(transaction, waiting.get(), waiting.get().failed(why, now()));
    }

    private Runnable forAlbum(DbTransaction transaction, String claimed, UploadCompleted upload) {
        return Ids.find(claimed)
                .flatMap(id -> AlbumQueries.lock(transaction, id))
                .map(album -> unlessRefused(transaction, upload, albums.take(transaction, album, upload)))
                .orElseGet(() -> reject(
                        transaction,
                        upload,
                        "no_such_content",
                        "There is no such video or album; it may have been deleted."));
    }

    private Runnable unlessRefused(
            DbTransaction transaction, UploadCompleted upload, Optional<AlbumHandlers.Refusal> refusal) {
        return refusal.map(why -> reject(transaction, upload, why.code(), why.detail()))
                .orElse(EventHandler.DONE);
    }

    private static boolean isPhoto(SourceObject source) {
        String type = source.contentType();
        return type != null && type.startsWith("image/");
    }

    private Runnable createAndSubmit(DbTransaction transaction, Event event, UploadCompleted upload) {
        VideoDetails details;
        try {
            details = UploadMetadata.details(upload.metadata(), upload.source().filename());
        } catch (ProblemException e) {
            return reject(transaction, upload, "invalid_metadata", UploadMetadata.sentence(e));
        }
        Instant now = now();
        String name = Objects.requireNonNullElse(upload.ownerName(), "");
        Channel channel = channels.ofUser(transaction, upload.owner(), name);
        Video video = Video.created(
                Uuid7.at(now),
                channel.id(),
                upload.owner(),
                details,
                now,
                now.plus(videos.limits().uploading()));
        Runnable created = videos.insert(transaction, video);
        Runnable submitted = submit(transaction, event, video, upload);
        return () -> {
            created.run();
            submitted.run();
        };
    }

    private Runnable submit(DbTransaction transaction, Event event, Video video, UploadCompleted upload) {
        Instant now = now();
        Video submitted =
                video.submitted(upload.uploadId(), now, now.plus(videos.limits().processing()));
        Runnable after = videos.update(transaction, video, submitted);
        videos.submit(transaction, video, upload.uploadId(), upload.source());
        TimelineStore.uploaded(transaction, video.id(), event, upload);
        return after;
    }

    private Runnable reject(DbTransaction transaction, UploadCompleted upload, String code, @Nullable String detail) {
        videos.say(
                transaction,
                EventType.UPLOAD_REJECTED,
                new UploadRejected(upload.uploadId(), upload.owner(), code, String.valueOf(detail)));
        return EventHandler.DONE;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
